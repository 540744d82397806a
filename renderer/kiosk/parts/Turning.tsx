import './turning.css'

/** Something is looked for. Always beside words that say what. */
export function Turning() {
  return (
    <svg className="turning" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="9.5" />
      <path d="M12 2.5a9.5 9.5 0 0 1 9.5 9.5" />
    </svg>
  )
}
