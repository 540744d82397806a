import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import { HELP_DESK_POINT_PICTURE_PATH } from '../../../../shared/api/help-desk/paths.ts'
import type { RecoveryRow } from '../../../../shared/api/help-desk/recoveries.ts'
import type { TimelineEntry } from '../../../../shared/api/help-desk/timeline.ts'
import { pathOf } from '../../../../shared/api/path-of.ts'
import type { RestorePoint } from '../../../../shared/api/restore-point.ts'
import type { Question } from '../../parts/AskDialog.tsx'
import { Doll } from '../../parts/Doll.tsx'
import { outcomeOf, proofOf, ranOf } from '../../parts/desk-words.ts'
import { Icon } from '../../parts/Icon.tsx'
import { NoPicture, Picture } from '../../parts/Picture.tsx'
import { Status } from '../../parts/Status.tsx'
import { When } from '../../parts/When.tsx'
import { clock, lasted, when } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import type { DeskActs } from './acts.ts'
import { dayId, look } from './DayStrip.tsx'
import type { Placed } from './lanes.ts'

interface RowProps {
  readonly placed: Placed
  /** The day, where a new one begins. */
  readonly heading: string | null
  readonly last: boolean
  readonly file: DeskFile
  readonly acts: DeskActs
  readonly ask: (question: Question) => void
}

export function TimelineRow({ placed, heading, last, file, acts, ask }: RowProps) {
  const { entry, aside, leaves, joins } = placed
  const id = heading === null ? undefined : dayId(new Date(entry.at))
  return (
    <>
      {heading !== null && (
        <li className="tl-day" id={id}>
          {heading}
        </li>
      )}
      <li className="tl-row">
        <span className="tl-time">
          <When at={entry.at} text={clock(entry.at)} />
        </span>
        <span className="gut" aria-hidden="true">
          <i className={last ? 'to' : ''} />
          {leaves && (
            <>
              <u className="off" />
              <i className="b after" />
            </>
          )}
          {aside && <i className="b" />}
          {joins && (
            <>
              <i className="b stub" />
              <u className="in" />
            </>
          )}
          {entry.is === 'recovery' && entry.recovery.kind === 'recover' && !aside ? (
            <Doll eyes={entry.recovery.outcome === 'recovered' ? 2 : 1} />
          ) : (
            <span className={`dot ${aside ? 'b' : ''} ${look(entry)}`} />
          )}
        </span>
        <Entry entry={entry} file={file} acts={acts} ask={ask} />
      </li>
    </>
  )
}

interface EntryProps {
  readonly entry: TimelineEntry
  readonly file: DeskFile
  readonly acts: DeskActs
  readonly ask: (question: Question) => void
}

function Entry({ entry, file, acts, ask }: EntryProps) {
  const say = useWords()
  switch (entry.is) {
    case 'point':
      return <Point point={entry.point} file={file} acts={acts} ask={ask} />
    case 'recovery':
      return <Run run={entry.recovery} keptUntil={entry.keptUntil} file={file} acts={acts} ask={ask} />
    case 'change':
      return (
        <div className="b">
          <p className="t">
            <b>{say('timeline.change', { note: entry.note })}</b>
          </p>
          <p className="d">{say('timeline.by', { name: entry.by })}</p>
        </div>
      )
    case 'note':
      return (
        <div className="b">
          <p className="t">
            <b>{say(`timeline.note.${entry.what}`)}</b>
          </p>
          <p className="d">
            {entry.by === 'broker'
              ? say('timeline.byService')
              : say('timeline.by', { name: entry.by.replace(/^\w+:/, '') })}
            {entry.says !== null && `: "${entry.says}"`}
          </p>
        </div>
      )
  }
}

type Rest = Omit<EntryProps, 'entry'>

function Point({ point, file, acts, ask }: Rest & { readonly point: RestorePoint }) {
  const say = useWords()
  const { id, desktopId, reason, note, pinned, warm, proof, provenAt, checks, problem, hasPicture, takenAt } = point
  const took = checks.reduce((sum, check) => sum + check.tookMs, 0)
  return (
    <>
      <div className="b">
        <p className="t">
          <b>{say(`point.reason.${reason}`)}</b>
          <Status {...proofOf(say, point)} plain />
          {warm && (
            <span className="tag">
              <Icon name="warm" size="s" />
              {say('point.warm')}
            </span>
          )}
          {pinned && (
            <span className="tag">
              <Icon name="pin" size="s" />
              {say('point.pinned')}
            </span>
          )}
        </p>
        {note !== null && <p className="d">"{note}"</p>}
        {provenAt !== null && proof === 'known-good' && (
          <p className="d">
            {say('point.proved', {
              when: when(provenAt),
              took: lasted(took),
              checks: checks.map(({ name }) => name).join(', '),
            })}
          </p>
        )}
        {problem !== null && <p className="d">{problem}</p>}
      </div>
      <div className="r">
        {file.may.pin.allowed && (
          <Button variant="subtle" size="compact-sm" onClick={() => ask(acts.pin(id, !pinned))}>
            {say(pinned ? 'point.unpin' : 'point.pin')}
          </Button>
        )}
        {hasPicture ? (
          <Picture
            from={pathOf(HELP_DESK_POINT_PICTURE_PATH, { desktopId, pointId: id })}
            label={say('point.picture', { name: file.row.name, when: when(takenAt) })}
            none={say('point.noPicture')}
          />
        ) : (
          <NoPicture />
        )}
      </div>
    </>
  )
}

function Run({
  run,
  keptUntil,
  file,
  acts,
  ask,
}: Rest & { readonly run: RecoveryRow; readonly keptUntil: string | null }) {
  const say = useWords()
  const { id, pressedBy, kiosk, reason, pressedAt, endedAt } = run
  const undoable = file.desktop.recovery?.id === id && file.desktop.recovery.undo !== null && file.may.undo.allowed
  const who = pressedBy === null ? say('timeline.byService') : say('timeline.by', { name: pressedBy.displayName })
  return (
    <>
      <div className="b">
        <p className="t">
          <b>{ranOf(say, run)}</b>
          <Status {...outcomeOf(say, run)} plain />
          {endedAt !== null && <span className="tag num">{lasted(Date.parse(endedAt) - Date.parse(pressedAt))}</span>}
        </p>
        <p className="d">
          {who}
          {kiosk !== null && ` ${say('timeline.atKiosk', { kiosk })}`}
          {reason !== null && `: "${reason}"`}
        </p>
        {keptUntil !== null && <p className="d">{say('timeline.keptUntil', { when: when(keptUntil) })}</p>}
      </div>
      <div className="r">
        {undoable && (
          <Button size="compact-sm" leftSection={<Icon name="undo" size="s" />} onClick={() => ask(acts.undo(id))}>
            {say('act.undo')}
          </Button>
        )}
        {keptUntil !== null && file.may.rescue.allowed && (
          <Link to="/recoveries/$recoveryId/files" params={{ recoveryId: id }}>
            {say('timeline.files')}
          </Link>
        )}
        <Link to="/recoveries/$recoveryId" params={{ recoveryId: id }}>
          {say('timeline.steps')}
        </Link>
      </div>
    </>
  )
}
