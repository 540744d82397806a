import './bar.css'
import { useEffect, useRef } from 'react'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { problemName } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { buttonOf } from '../state/derived.ts'
import { holdMs } from '../state/holding.ts'
import { useKiosk, useSend } from '../surroundings.ts'
import { noteWords } from '../words/note.ts'
import { clockOf, timeOf } from '../words/when.ts'
import { t } from '../words/words.ts'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { HoldToRecover } from './RecoverButton.tsx'

export interface BarProps {
  readonly desktop: Desktop
  readonly undo: Recovery | null
  /** There may be files to be had back. */
  readonly files: boolean
  /** It came by itself, since the desktop does not seem to answer. */
  readonly offered: boolean
  readonly takeFocus: boolean
  readonly onCtrlAltDel: () => void
  readonly onPointer: (inside: boolean) => void
  readonly onFocus: (inside: boolean) => void
  readonly onLeave: () => void
}

/** What can be done with a desktop besides using it: Recover last, and apart. */
export function Bar({ desktop, undo, files, offered, takeFocus, ...on }: BarProps) {
  const send = useSend()
  const bar = useRef<HTMLElement>(null)
  const button = useKiosk(buttonOf)
  const wholeMs = useKiosk(holdMs)
  const { forecast } = desktop
  const trouble =
    button === null || button.is === 'ready' || button.is === 'none' ? null : t(`strip.button.${button.is}`)
  const note =
    (desktop.note === null ? null : noteWords(desktop.note)) ??
    (offered && forecast.possible ? t('bar.unanswered', { time: timeOf(wholeMs) }) : null) ??
    trouble

  useEffect(() => {
    if (!takeFocus) return
    const buttons = bar.current?.querySelectorAll('button')
    buttons?.[buttons.length - 1]?.focus()
  }, [takeFocus])

  return (
    <nav
      ref={bar}
      className="bar"
      aria-label={t('bar.name')}
      onPointerEnter={() => on.onPointer(true)}
      onPointerLeave={() => on.onPointer(false)}
      onFocus={() => on.onFocus(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) on.onFocus(false)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') on.onLeave()
      }}
    >
      <div className="row">
        <span className="who">
          <b>{desktop.name}</b>
          <span className="quiet">{standing(desktop)}</span>
        </span>
        <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
          {t('do.signOut')}
        </Button>
        <Button look="bare" onClick={on.onCtrlAltDel}>
          {t('do.ctrlAltDel')}
        </Button>
        <Button look="bare" onClick={() => send({ type: 'ask-restart' })}>
          {t('do.restart')}
        </Button>
        <MoreMenu
          items={[
            ...(files ? [{ words: t('do.getFiles'), onChoose: () => send({ type: 'open-files' }) } as const] : []),
            ...(forecast.possible
              ? [{ words: t('do.earlierPoint'), onChoose: () => send({ type: 'ask-points' }) } as const]
              : []),
            { words: t('do.takePoint'), onChoose: () => send({ type: 'ask-take-point' }) },
          ]}
        />
        {undo !== null && (
          <Button onClick={() => send({ type: 'ask-undo' })}>
            <Icon is="undo" />
            {t('do.undo')}
          </Button>
        )}
        {forecast.possible ? (
          <HoldToRecover />
        ) : (
          <span className="absent">
            <Icon is="heed" className="heed" />
            {problemName(forecast.problem) === 'no-known-good' ? t('bar.noPoint') : t('bar.cannot')}
          </span>
        )}
      </div>
      {note !== null && (
        <p className="bar-note" role="status">
          <Icon is="heed" className="heed" />
          {note}
        </p>
      )}
    </nav>
  )
}

function standing({ recovery, forecast }: Desktop): string {
  if (recovery?.outcome === 'recovered' && recovery.endedAt !== null)
    return t('bar.recovered', { clock: clockOf(recovery.endedAt) })
  return forecast.possible ? t('bar.point', { clock: clockOf(forecast.point.takenAt) }) : ''
}
