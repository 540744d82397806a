/** One eye painted: something is under way or not yet proved. Both: it stands. Drawn without brows, for it is small here. */
export function Doll({ eyes, className = 'mark' }: { readonly eyes: 1 | 2; readonly className?: string }) {
  return (
    <svg className={className} viewBox="0 0 120 124" aria-hidden="true" focusable="false">
      <path className="doll-body" d="M6 70a54 54 0 0 0 108 0C114 33 91 5 60 5S6 33 6 70Z" />
      <path className="doll-face" d="M60 31c9-9 40-7 40 20 0 21-18 34-40 34S20 72 20 51c0-27 31-29 40-20Z" />
      <circle className="doll-eye" cx="43.5" cy="56.5" r="10" />
      <circle className="doll-eye" cx="76.5" cy="56.5" r="10" />
      <circle className="doll-pupil" cx="43.5" cy="56.5" r="6.8" />
      {eyes === 2 && <circle className="doll-pupil" cx="76.5" cy="56.5" r="6.8" />}
    </svg>
  )
}
