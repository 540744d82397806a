import type { Desktop } from '../../../shared/api/desktop.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { stepsOf } from '../../../shared/recovery-steps.ts'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { useHelpDesk } from '../parts/KnowDoCall.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { type StepShown, Steps } from '../parts/Steps.tsx'
import type { Follow, PendingPress } from '../state/kiosk.ts'
import { paceOf } from '../state/pace.ts'
import { useMono, useSend, useWall } from '../surroundings.ts'
import { clockOf, timeOf, tookOf, whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** One run, from press to outcome: what is done now, what took how long, and how long since. */
export function Recovering({ desktop, run, follow }: { desktop: Desktop; run: Recovery; follow: Follow }) {
  const send = useSend()
  const help = useHelpDesk()
  const sinceMs = Math.max(0, useMono(250) - follow.since)
  const { usualMs } = follow.promise
  const pace = paceOf(run, usualMs, sinceMs)
  const now = useWall(60_000)
  const lead = leadOf(run, usualMs, pace.slow, now)
  return (
    <>
      <SheetBody>
        <div className="cols end">
          <div className="say">
            <Headline focus>{titleOf(desktop, run, follow)}</Headline>
            <p className={pace.slow ? 'lead' : 'lead quiet'} role={pace.slow ? 'status' : undefined}>
              {lead} {pace.stalled && help.sentence}
            </p>
          </div>
          <Since seconds={Math.floor(sinceMs / 1000)} words={sinceWords(run)} />
        </div>
        <Steps steps={shownSteps(desktop, run, follow, pace)} plain={run.kind !== 'recover' || run.wayBack} />
      </SheetBody>
      {pace.stalled && (
        <div className="acts">
          <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
            {t('do.signOut')}
          </Button>
        </div>
      )}
    </>
  )
}

/** The press was made, and its answer is not here yet. */
export function Pressing({ press }: { press: PendingPress }) {
  const seconds = Math.floor(Math.max(0, useMono(250) - press.since) / 1000)
  return (
    <SheetBody>
      <div className="cols end">
        <div className="say">
          <Headline focus>{t('recovering.sending')}</Headline>
          <p className="lead quiet">{t('recovering.sendingLead')}</p>
        </div>
        <Since
          seconds={seconds}
          words={t(press.kind === 'undo' ? 'recovering.sinceUndo' : 'recovering.sincePressed')}
        />
      </div>
    </SheetBody>
  )
}

function Since({ seconds, words }: { seconds: number; words: string }) {
  return (
    <div className="since">
      <span className="figure">
        {seconds}
        <small>{t('recovering.unit')}</small>
      </span>
      <span>{words}</span>
    </div>
  )
}

function titleOf({ name }: Desktop, run: Recovery, { promise }: Follow): string {
  if (run.wayBack) return t('recovering.wayBack')
  if (run.mark === 'live') return t('recovering.almost')
  if (run.attempt > 1) return t('recovering.again')
  if (run.kind === 'undo')
    return promise.backTo === null ? t('recovering.undo') : t('recovering.undoTo', { clock: clockOf(promise.backTo) })
  if (run.kind === 'restart') return t('recovering.restart', { name })
  if (run.kind === 'rebuild') return t('recovering.rebuild', { name })
  return t('recovering.recover')
}

function leadOf(run: Recovery, usualMs: number | null, slow: boolean, now: Date): string {
  if (run.wayBack) return t('recovering.wayBackLead')
  const { point, firstPoint } = run
  if (
    run.attempt > 1 &&
    point !== null &&
    firstPoint !== null &&
    firstPoint !== undefined &&
    firstPoint.id !== point.id
  )
    return t('recovering.earlierLead', { first: clockOf(firstPoint.takenAt), when: whenOf(point.takenAt, now) })
  if (slow) return t(touched(run) ? 'recovering.slow' : 'recovering.slowEarly')
  if (run.attempt > 1) return t('recovering.againLead')
  const calm = t(run.kind === 'recover' ? 'recovering.lead' : 'recovering.leadUndo')
  return usualMs === null ? calm : `${calm} ${t('recovering.usual', { time: timeOf(usualMs) })}`
}

/** Before `prepared` it can still be refused, with nothing touched. */
function touched({ mark }: Recovery): boolean {
  return mark !== 'accepted' && mark !== 'preparing'
}

function sinceWords({ kind, pressedBy }: Recovery): string {
  if (kind === 'undo') return t('recovering.sinceUndo')
  return t(pressedBy === null ? 'recovering.sinceBegan' : 'recovering.sincePressed')
}

/** Runs whose steps have words of their own. */
const wordsOf = ['undo', 'restart', 'rebuild'] as const

function shownSteps(
  { share }: Desktop,
  run: Recovery,
  { promise }: Follow,
  pace: ReturnType<typeof paceOf>,
): readonly StepShown[] {
  const kind = run.wayBack ? 'wayBack' : (wordsOf.find((words) => words === run.kind) ?? 'recover')
  const backTo = run.point?.takenAt ?? promise.backTo
  const clock = backTo === null ? '' : clockOf(backTo)
  return stepsOf(run).map(({ step, state, tookMs }) => ({
    words: t(`steps.${kind}.${step}`, { clock }).trim(),
    state,
    part: state === 'now' ? pace.part : 0,
    note: state === 'done' ? tookOf(tookMs ?? 0) : state === 'next' ? t('steps.next') : nowWords(step),
  }))

  function nowWords(step: string): string {
    if (pace.slow) return t('steps.slow')
    if (step !== 'checking') return t('steps.now')
    return share === null ? t('steps.checkingNoShare') : t('steps.checking', { share: share.label })
  }
}
