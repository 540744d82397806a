import './dial.css'
import type { CSSProperties } from 'react'
import { holdMs } from '../state/holding.ts'
import { useKiosk } from '../surroundings.ts'
import { Doll } from './Doll.tsx'

/** The ring is a clock: it fills in exactly the time of a hold, never eased, while the doll is pushed over. */
export function Dial({ heldMs, running }: { heldMs: number; running: boolean }) {
  const wholeMs = useKiosk(holdMs)
  const held = Math.min(1, heldMs / wholeMs)
  const style = { '--held': held, '--ahead': `${-Math.round(heldMs)}ms`, '--m-hold': `${wholeMs}ms` } as CSSProperties
  return (
    <div className={running ? 'dial running' : 'dial back'} style={style}>
      <svg className="ring" viewBox="0 0 120 120" aria-hidden="true" focusable="false">
        <circle className="disc" cx="60" cy="60" r="60" />
        <circle className="track" cx="60" cy="60" r="56" />
        <circle className="fill" cx="60" cy="60" r="56" pathLength="100" />
      </svg>
      <Doll look="called" eyes={0} lean={0} motion="still" swing={0} size={14.5} />
    </div>
  )
}
