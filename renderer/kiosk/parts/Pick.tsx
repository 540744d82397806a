import './pick.css'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

/** A line in a list that can be ticked, or only read, with something to press at its end. */
export function Pick({
  name,
  told,
  chosen,
  onChoose,
  end,
}: {
  /** From a disk that nobody vouches for: shown as text, in a direction of its own. */
  readonly name: string
  readonly told: ReactNode
  /** Null: there is nothing to be chosen. */
  readonly chosen: 'all' | 'some' | 'none' | null
  readonly onChoose?: (on: boolean) => void
  readonly end?: ReactNode
}) {
  const words = (
    <>
      <bdi className="name">{name}</bdi>
      <span className="quiet num told">{told}</span>
    </>
  )
  return (
    <li className="pick">
      {chosen === null ? (
        <div className="option">
          <span className="tick" />
          {words}
        </div>
      ) : (
        <label className="option">
          <input
            type="checkbox"
            checked={chosen === 'all'}
            ref={(input) => {
              if (input !== null) input.indeterminate = chosen === 'some'
            }}
            onChange={(event) => onChoose?.(event.target.checked)}
          />
          <span className={`tick ${chosen}`}>{chosen === 'all' && <Icon is="tick" />}</span>
          {words}
        </label>
      )}
      {end}
    </li>
  )
}
