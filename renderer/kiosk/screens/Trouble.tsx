import { type ReactNode, useCallback } from 'react'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { type Problem, problemName } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { KnowDoCall } from '../parts/KnowDoCall.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { useEscape } from '../parts/use-escape.ts'
import type { Points } from '../state/kiosk.ts'
import { useKiosk, useSend, useWall } from '../surroundings.ts'
import { problemTold, problemWords } from '../words/problem.ts'
import { clockOf, whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** It did not work, and the desktop is as it was. */
export function Failed({ run }: { run: Recovery }) {
  const send = useSend()
  const now = useWall(60_000)
  const close = useCallback(() => send({ type: 'close-card' }), [send])
  useEscape(close)
  const know = `${triedOf(run, now)} ${t(run.brought === 'disk' ? 'failed.disk' : 'failed.lost')}`
  return (
    <Trouble title={t('failed.title')} know={know} doing={t('failed.doing')}>
      <Button look="paper" autoFocus onClick={close}>
        {t('do.asItIs')}
      </Button>
      <Button onClick={() => send({ type: 'restart', key: crypto.randomUUID() })}>{t('do.restartOnly')}</Button>
      <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
        {t('do.signOut')}
      </Button>
    </Trouble>
  )
}

function triedOf({ kind, point, firstPoint }: Recovery, now: Date): string {
  if (kind === 'undo') return t('failed.knowUndo')
  if (kind === 'rebuild') return t('failed.knowRebuild')
  if (kind !== 'recover') return t('failed.knowRestart')
  if (point === null) return t('failed.know')
  const when = whenOf(point.takenAt, now)
  return firstPoint === null || firstPoint === undefined || firstPoint.id === point.id
    ? t('failed.knowPoint', { when })
    : t('failed.knowPoints', { first: whenOf(firstPoint.takenAt, now), when })
}

/** Handed over: the help desk has it, with everything kept. */
export function NeedsHelp() {
  const send = useSend()
  const several = useKiosk((k) => (k.desktops?.length ?? 0) > 1)
  return (
    <Trouble title={t('needsHelp.title')} know={t('needsHelp.know')} doing={t('needsHelp.doing')}>
      <Button autoFocus onClick={() => send({ type: 'ask-again' })}>
        {t('do.askAgain')}
      </Button>
      {several && <Button onClick={() => send({ type: 'choose-again' })}>{t('do.otherDesktop')}</Button>}
      <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
        {t('do.signOut')}
      </Button>
    </Trouble>
  )
}

/** Recover can do nothing here, and says so before or in place of doing anything. */
export function CannotRecover({
  desktop,
  problem,
  points,
}: {
  desktop: Desktop
  problem: Problem
  points: Points | null
}) {
  const send = useSend()
  const back = useBack()
  const now = useWall(1000)
  const name = problemName(problem)
  const known = name === 'no-known-good' || name === 'no-room' ? name : null
  const first = name === 'no-known-good' ? firstPoint(points?.list ?? [], now) : null
  // Until the points are told one by one, what the service said of them.
  const why = known === 'no-known-good' && problem.detail !== undefined ? `${problem.detail} ` : ''
  return (
    <Trouble
      title={t(`cannot.${known ?? 'other'}.title`)}
      know={known === null ? problemTold(problem) : t(`cannot.${known}.know`)}
      doing={
        first ??
        (known === null
          ? t('cannot.other.doing', { todo: problemWords(problem).todo })
          : `${why}${t(`cannot.${known}.doing`)}`)
      }
    >
      <Button
        look="paper"
        autoFocus={desktop.state !== 'running'}
        onClick={() => send({ type: 'restart', key: crypto.randomUUID() })}
      >
        {t('do.restart')}
      </Button>
      <Button autoFocus={desktop.state === 'running'} onClick={back}>
        {t('do.back')}
      </Button>
    </Trouble>
  )
}

/** What becomes of the point that is nearest to being known good; null if there is none at all. */
function firstPoint(list: readonly RestorePoint[], now: Date): string | null {
  const point = list.find((p) => p.proof === 'proving') ?? list.find((p) => p.taking) ?? list[0]
  if (point === undefined) return null
  const when = whenOf(point.takenAt, now)
  const due = point.proofDueAt === null ? null : Date.parse(point.proofDueAt)
  const next = due === null ? t('firstPoint.noNext') : nextCheck(due - now.getTime(), new Date(due))
  if (point.taking) return t('firstPoint.taking')
  if (point.proof === 'proving') return t('firstPoint.proving', { when })
  if (point.proof === 'failed') return `${t('firstPoint.failed', { when, why: point.problem ?? '' }).trim()} ${next}`
  return `${t('firstPoint.waiting', { when })} ${next}`
}

function nextCheck(inMs: number, at: Date): string {
  return inMs > 60_000 ? t('firstPoint.next', { clock: clockOf(at) }) : t('firstPoint.soon')
}

/** A press was answered with no. */
export function Refused({ problem }: { problem: Problem }) {
  const back = useBack()
  const name = problemName(problem)
  const known = knownRefusals.find((known) => known === name) ?? null
  const clock = problem.again === undefined ? '' : clockOf(problem.again)
  return (
    <Trouble
      title={t(`refused.${known ?? 'other'}.title`)}
      know={known === null ? problemTold(problem) : t(`refused.${known}.know`)}
      doing={
        known === null
          ? t('refused.other.doing', { todo: problemWords(problem).todo })
          : t(`refused.${known}.doing`, { clock })
      }
    >
      <Button look="paper" autoFocus onClick={back}>
        {t('do.back')}
      </Button>
    </Trouble>
  )
}

const knownRefusals = ['busy', 'out-of-date', 'key-used', 'too-many-presses'] as const

function useBack(): () => void {
  const send = useSend()
  const back = useCallback(() => {
    send({ type: 'decline' })
    send({ type: 'close-card' })
  }, [send])
  useEscape(back)
  return back
}

export function Trouble({
  title,
  know,
  doing,
  children,
}: {
  title: string
  know: string
  doing: string
  children: ReactNode
}) {
  useSay(`${title}. ${know} ${doing}`, true)
  return (
    <>
      <SheetBody>
        <Headline>{title}</Headline>
        <KnowDoCall know={know} doing={doing} />
      </SheetBody>
      <div className="acts">{children}</div>
    </>
  )
}
