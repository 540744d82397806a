import './card.css'
import { type ReactNode, useRef } from 'react'
import type { DollPosture } from '../state/posture.ts'
import { useMono, useSend } from '../surroundings.ts'
import { timeOf } from '../words/when.ts'
import { t } from '../words/words.ts'
import { Doll } from './Doll.tsx'

/** Afterwards: what became of it. Touch, focus or pointer stops its clock, and nothing is lost by closing. */
export function Card({ doll, label, children }: { doll: DollPosture; label: string; children: ReactNode }) {
  const send = useSend()
  const kept = useRef(false)
  const keep = () => {
    if (kept.current) return
    kept.current = true
    send({ type: 'keep-card' })
  }
  return (
    <aside className="card" aria-label={label} onPointerEnter={keep} onPointerDown={keep} onFocus={keep}>
      <div className="stand">
        <Doll {...doll} size={9} />
      </div>
      {children}
    </aside>
  )
}

/** What is left of the card's time. */
export function Fuse({ closesAt, wholeMs, also }: { closesAt: number; wholeMs: number; also: string }) {
  const left = Math.max(0, closesAt - useMono(1000))
  return (
    <div className="fuse">
      <i style={{ width: `${(100 * left) / wholeMs}%` }} />
      <span>
        {t('done.closes', { time: timeOf(left) })} {also}
      </span>
    </div>
  )
}
