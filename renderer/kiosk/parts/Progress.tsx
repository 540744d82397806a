import './progress.css'

/** How much of something is done, 0 to 1; null while that is not known. */
export function Progress({ part, label }: { part: number | null; label: string }) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={part === null ? undefined : Math.floor(part * 100)}
    >
      <i style={{ width: `${100 * (part ?? 0)}%` }} />
    </div>
  )
}
