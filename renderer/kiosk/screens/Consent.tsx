import { useCallback } from 'react'
import type { Desktop, LocalChanges } from '../../../shared/api/desktop.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { type Fact, Facts } from '../parts/Facts.tsx'
import { Headline } from '../parts/Headline.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useHelpDesk } from '../parts/KnowDoCall.tsx'
import { AcceptRecover } from '../parts/RecoverButton.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { Shot } from '../parts/Shot.tsx'
import { useEscape } from '../parts/use-escape.ts'
import { buttonOf } from '../state/derived.ts'
import { holdMs } from '../state/holding.ts'
import type { ConsentPoint } from '../state/questions.ts'
import type { Possible, Screen } from '../state/screen.ts'
import { useKiosk, useSend, useWall } from '../surroundings.ts'
import { foldersOf } from '../words/folders.ts'
import { limitWords } from '../words/limit.ts'
import { clockOf, daysBetween, timeOf, whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** What a press would do, said before it is made. */
export function Consent({ screen }: { screen: Extract<Screen, { is: 'consent' }> }) {
  const send = useSend()
  const now = useWall(60_000)
  const button = useKiosk(buttonOf)
  const wholeMs = useKiosk(holdMs)
  const help = useHelpDesk()
  const decline = useCallback(() => send({ type: 'decline' }), [send])
  useEscape(decline)
  const { desktop, forecast, point } = screen
  const { takenAt, hasPicture } = point
  const facts = factsOf(desktop, forecast, point, now)
  useSay(facts.map((f) => f.text).join(' '))
  const clock = clockOf(takenAt)
  const advised = point.chosen ? null : (desktop.advice?.point ?? null)
  const advice = point.chosen ? '' : adviceOf(desktop, help.sentence, now)
  return (
    <>
      <SheetBody>
        <div className="cols">
          <div className="say wide">
            <div className="say tight">
              <Headline urgent>{t('consent.title', { when: whenOf(takenAt, now) })}</Headline>
              <p className="lead proven">
                <Icon is={advice === '' ? 'well' : 'heed'} className={advice === '' ? 'well' : 'heed'} />
                <span>{advice === '' ? t('consent.proven') : advice}</span>
              </p>
            </div>
            <Facts facts={facts} />
          </div>
          {hasPicture && (
            <Shot
              desktopId={desktop.id}
              pointId={point.id}
              alt={t('consent.shotAlt', { clock })}
              caption={t('consent.shot', { clock })}
            />
          )}
        </div>
      </SheetBody>
      <div className="acts">
        <AcceptRecover />
        <Button onClick={() => send({ type: 'restart', key: crypto.randomUUID() })}>{t('do.restartOnly')}</Button>
        {advised !== null ? (
          <Button onClick={() => send({ type: 'choose-point', pointId: advised.id, key: crypto.randomUUID() })}>
            {t('do.backTo', { clock: clockOf(advised.takenAt) })}
          </Button>
        ) : (
          <Button onClick={() => send({ type: 'ask-points' })}>{t('do.anotherPoint')}</Button>
        )}
        <Button look="bare" onClick={decline}>
          {t('do.cancel')}
        </Button>
        {button?.is === 'ready' && (
          <span className="push quiet small" role={screen.unsure ? 'alert' : undefined}>
            {screen.unsure ? t('consent.unsure', { time: timeOf(wholeMs) }) : t('consent.hint')}
          </span>
        )}
      </div>
    </>
  )
}

/** That recovering alike does not help for long, and what may. */
export function adviceOf({ advice }: Desktop, helpDesk: string, now: Date): string {
  if (advice === null || advice === undefined) return ''
  const said = t('advice.times', { count: advice.times })
  const { point } = advice
  return advice.next === 'earlier-point' && point !== null
    ? `${said} ${t('advice.earlier', { when: whenOf(point.takenAt, now) })}`
    : `${said} ${t('advice.helpDesk', { helpDesk })}`
}

/** What is safe, what is put aside, what is kept, how long; and what this point cannot do. */
function factsOf(
  { share }: Desktop,
  { undoBrings, undoDiskOnly, changes }: Possible,
  { takenAt, takesMs, warm, limits, chosen }: ConsentPoint,
  now: Date,
): Fact[] {
  const days = daysBetween(new Date(takenAt), now)
  // It was counted since the last known good point.
  const changed = changedOf(chosen ? null : changes, takenAt)
  return [
    ...(share === null ? [] : [{ icon: 'share', text: t('consent.share', { share: share.label }) } as const]),
    undoBrings === 'disk-and-memory'
      ? { icon: 'windows', text: t('consent.windows') }
      : { icon: 'heed', text: t(`consent.lost.${undoDiskOnly ?? 'not-here'}`, { share: share?.label ?? '' }) },
    days > 1
      ? { icon: 'heed', text: `${t('consent.ago', { days: t('when.day', { count: days }) })} ${changed}` }
      : { icon: 'kept', text: changed },
    ...limits.map((limit) => ({ icon: 'heed', text: limitWords(limit, { takenAt }, now) }) as const),
    {
      icon: 'clock',
      text:
        takesMs !== null
          ? t('consent.takes', { time: timeOf(takesMs) })
          : t(chosen && !warm ? 'consent.takesCold' : 'consent.takesUnknown'),
    },
  ]
}

/** 3 files in Downloads changed since 09:12. We keep them for you. */
function changedOf(changes: LocalChanges | null, takenAt: string): string {
  if (changes === null) return t('consent.local')
  const count = changes.folders.reduce((sum, f) => sum + f.files, 0)
  if (count === 0) return changes.more ? t('consent.local') : t('consent.unchanged', { clock: clockOf(takenAt) })
  const folders = foldersOf(
    changes.folders.map((f) => f.name),
    changes.more,
  )
  return t('consent.changed', { count, folders, clock: clockOf(takenAt) })
}
