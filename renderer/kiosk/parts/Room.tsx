import './room.css'
import type { ReactNode } from 'react'
import { nobodys } from '../../../shared/organisation.ts'
import type { DollPosture } from '../state/posture.ts'
import { useKiosk, useWall } from '../surroundings.ts'
import { clockOf, dateOf } from '../words/when.ts'
import { t } from '../words/words.ts'
import { DollGlyph } from './Doll.tsx'
import { Strip } from './Strip.tsx'

export interface RoomProps {
  readonly children: ReactNode
  /** `two`: side by side. `low`: down by the ground line. */
  readonly stage?: 'middle' | 'two' | 'low'
  readonly doll?: DollPosture
  readonly dollSize?: number
  /** Off where the stage has a clock of its own. */
  readonly clock?: boolean
}

/** A full screen: a room with a ground line, and the strip beneath it. */
export function Room({ children, stage = 'middle', doll, dollSize, clock = true }: RoomProps) {
  const now = useWall()
  const { name, logo } = useKiosk((k) => k.facts?.organisation ?? nobodys)
  return (
    <div className="room">
      <header className="top">
        <div className="org">
          {logo === null ? (
            <span className="slot">
              <DollGlyph />
            </span>
          ) : (
            <img className="logo" src={logo} alt={name === null ? t('product') : ''} />
          )}
          {name ?? (logo === null ? t('product') : '')}
        </div>
        <div className="clock">
          {clock && <b>{clockOf(now)}</b>} {dateOf(now)}
        </div>
      </header>
      <main className={`stage ${stage}`}>{children}</main>
      <Strip {...(doll === undefined ? {} : { doll, dollSize: dollSize ?? 8 })} />
    </div>
  )
}
