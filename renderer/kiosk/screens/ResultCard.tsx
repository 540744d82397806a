import type { Desktop } from '../../../shared/api/desktop.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { Leftovers } from '../../../shared/api/rescue.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Card, Fuse } from '../parts/Card.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useHelpDesk } from '../parts/KnowDoCall.tsx'
import { toCopy } from '../state/choice.ts'
import { CARD_MS, isAsPromised } from '../state/follow.ts'
import type { Follow } from '../state/kiosk.ts'
import type { Card as CardShown } from '../state/screen.ts'
import { useSend, useWall } from '../surroundings.ts'
import { foldersOf } from '../words/folders.ts'
import { clockOf, daysBetween, timeOf, untilOf, whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'
import { adviceOf } from './Consent.tsx'

/** What became of a recovery, an undo or a restart that this kiosk saw. */
export function ResultCard({ desktop, card }: { desktop: Desktop; card: CardShown }) {
  const send = useSend()
  const now = useWall(60_000)
  const help = useHelpDesk()
  const { run, follow } = card
  const title = titleOf(card, now)
  const sentences = sentencesOf(desktop, card, now)
  const advice = run.kind === 'recover' ? adviceOf(desktop, help.sentence, now) : ''
  if (advice !== '') sentences.push(advice)
  const promised = isAsPromised(run, follow)
  if (!promised)
    sentences.push(help.number === null ? t('done.missingNobody') : t('done.missing', { number: help.number }))
  const also = run.undo === null ? '' : t('done.undoStays', { until: untilOf(run.undo.until, now) })
  useSay(`${title}. ${sentences.join(' ')}`, !promised)
  return (
    <Card
      label={title}
      doll={{ look: run.kind === 'recover' ? 'called' : 'rest', eyes: 2, lean: 0, motion: 'landed', swing: 0 }}
    >
      <div className="say">
        <h2>{title}</h2>
        <p className={promised ? 'quiet' : ''}>{sentences.join(' ')}</p>
      </div>
      <div className="acts">
        {card.files !== null && (
          <Button look="paper" onClick={() => send({ type: 'open-files' })}>
            {t('do.getFiles')}
          </Button>
        )}
        {run.undo !== null && (
          <Button onClick={() => send({ type: 'ask-undo' })}>
            <Icon is="undo" />
            {t('do.undo')}
          </Button>
        )}
        <span className="push">
          <Button look="bare" onClick={() => send({ type: 'close-card' })}>
            {t('do.close')}
          </Button>
        </span>
      </div>
      {follow.closesAt !== null ? (
        <Fuse closesAt={follow.closesAt} wholeMs={CARD_MS} also={also} />
      ) : (
        <p className="quiet small">
          {t('done.stays')} {also}
        </p>
      )}
    </Card>
  )
}

function titleOf({ run, follow }: CardShown, now: Date): string {
  if (run.kind === 'restart') return t('done.restarted')
  if (run.kind === 'rebuild') return t('done.rebuilt')
  if (run.kind === 'undo')
    return follow.promise.backTo === null
      ? t('done.undone')
      : t('done.undoneTo', { clock: clockOf(follow.promise.backTo) })
  const at = run.point?.takenAt ?? run.pressedAt
  const promised = promisedOf(run, follow)
  if (promised !== null) return t('done.recoveredEarlier', { clock: clockOf(at), promised: clockOf(promised) })
  return daysBetween(new Date(at), now) === 0
    ? t('done.recovered', { clock: clockOf(at) })
    : t('done.recoveredDay', { when: whenOf(at, now) })
}

function sentencesOf(desktop: Desktop, { run, follow, files }: CardShown, now: Date): string[] {
  const took = run.endedAt === null ? null : Date.parse(run.endedAt) - Date.parse(run.pressedAt)
  const promised = promisedOf(run, follow)
  const share = desktop.share === null ? [] : [t('done.share', { share: desktop.share.label })]
  if (promised !== null)
    return [
      t('done.earlier', { promised: clockOf(promised), when: whenOf(run.point?.takenAt ?? run.pressedAt, now) }),
      keptOf(files),
    ]
  return [
    ...(took === null ? [] : [t('done.took', { time: timeOf(took) })]),
    ...(run.kind === 'undo' ? broughtBack(run) : []),
    ...share,
    ...(run.kind === 'recover' ? [keptOf(files)] : []),
  ]
}

/** When another point was promised than the one that it is at now: the time of that one. */
function promisedOf(run: Recovery, { promise }: Follow): string | null {
  if (run.kind !== 'recover') return null
  if (promise.pointId !== null) return promise.pointId === run.point?.id ? null : promise.backTo
  const first = run.firstPoint ?? null
  return first === null || first.id === run.point?.id ? null : first.takenAt
}

function broughtBack({ brought }: Recovery): string[] {
  if (brought === 'disk-and-memory') return [t('done.broughtAll')]
  return brought === 'disk' ? [t('done.broughtDisk')] : []
}

/** What can be had back, by name where that is known and the person's own. */
function keptOf(files: Leftovers | null): string {
  const own = files?.folders.filter((f) => f.kind === 'own' && toCopy(f) > 0) ?? []
  if (own.length === 0) return t('done.kept')
  const count = own.reduce((sum, f) => sum + toCopy(f), 0)
  const names = own.map((f) => f.name)
  return t('done.keptFiles', { count, folders: foldersOf(names, false) })
}
