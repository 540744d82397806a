import './steps.css'
import type { CSSProperties } from 'react'
import { useSay } from './Announcer.tsx'
import { Icon } from './Icon.tsx'

export interface StepShown {
  readonly words: string
  readonly state: 'done' | 'now' | 'next'
  /** Under it: how long it took, or what is done now. */
  readonly note: string
  /** Of the one that runs: how far it is thought to be, 0 to 1. */
  readonly part: number
}

export function Steps({ steps, plain }: { steps: readonly StepShown[]; plain: boolean }) {
  useSay(steps.find((s) => s.state === 'now')?.words ?? '')
  return (
    <ol className={plain ? 'steps plain' : 'steps'}>
      {steps.map(({ words, state, note, part }) => (
        <li
          key={words}
          className={state}
          aria-current={state === 'now' ? 'step' : undefined}
          style={{ '--part': `${Math.round(part * 100)}%` } as CSSProperties}
        >
          {words}
          <span className="note num">
            {state === 'done' && <Icon is="well" />}
            {note}
          </span>
        </li>
      ))}
    </ol>
  )
}
