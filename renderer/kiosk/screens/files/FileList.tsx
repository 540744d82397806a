import type { LeftoverEntry } from '../../../../shared/api/rescue.ts'
import { Button } from '../../parts/Button.tsx'
import { Headline } from '../../parts/Headline.tsx'
import { Pick } from '../../parts/Pick.tsx'
import { SheetBody } from '../../parts/Sheet.tsx'
import { Turning } from '../../parts/Turning.tsx'
import { hasFile, isCopyable } from '../../state/choice.ts'
import type { Files } from '../../state/kiosk.ts'
import type { FilesStage } from '../../state/screen.ts'
import { useSend, useWall } from '../../surroundings.ts'
import { problemSaid } from '../../words/problem.ts'
import { sizeOf } from '../../words/size.ts'
import { whenOf } from '../../words/when.ts'
import { t } from '../../words/words.ts'
import { CopyActs } from './CopyActs.tsx'

/** The files of one folder, with what became of each. */
export function FileList({
  share,
  stage,
  open,
}: {
  share: string
  stage: Extract<FilesStage, { is: 'folder' }>
  open: Files['folder']
}) {
  const send = useSend()
  const now = useWall(60_000)
  const { leftovers, choice, folder } = stage
  const entries = (open?.entries ?? []).filter((entry) => entry.type !== 'folder')
  const waiting = open !== null && open.problem === null && open.entries.length === 0 && open.more
  return (
    <>
      <div className="say tight small-head">
        <Headline>{folder.name}</Headline>
        <p className="lead quiet">{folder.shown}</p>
      </div>
      <SheetBody>
        <div>
          {waiting && (
            <p className="lead proven">
              <Turning />
              <span>{t('files.looking')}</span>
            </p>
          )}
          {entries.length > 0 && (
            <ul className="picks">
              {entries.map((entry) => (
                <Pick
                  key={entry.place}
                  name={
                    entry.shown.startsWith(`${folder.shown}/`) ? entry.shown.slice(folder.shown.length + 1) : entry.name
                  }
                  told={toldOf(entry, now)}
                  chosen={!isCopyable(entry) ? null : hasFile(choice, folder.place, entry.path) ? 'all' : 'none'}
                  onChoose={(on) => send({ type: 'choose-file', path: entry.path, on })}
                />
              ))}
            </ul>
          )}
          {open !== null && open.problem !== null && (
            <p className="lead" role="alert">
              {problemSaid(open.problem)}
            </p>
          )}
          {open !== null && !waiting && (open.more || open.problem !== null) && (
            <div className="rest">
              <Button size="small" onClick={() => send({ type: 'more-entries' })}>
                {t(open.problem === null ? 'files.more' : 'do.tryNow')}
              </Button>
            </div>
          )}
        </div>
      </SheetBody>
      <CopyActs share={share} leftovers={leftovers} choice={choice}>
        <Button onClick={() => send({ type: 'close-folder' })}>{t('files.allFolders')}</Button>
      </CopyActs>
    </>
  )
}

/** new, 10:02 today, 84 kB */
function toldOf({ change, changedAt, sizeBytes }: LeftoverEntry, now: Date): string {
  if (change === 'removed') return t('files.change.removed')
  return [t(`files.change.${change}`), ...(changedAt === null ? [] : [whenOf(changedAt, now)]), sizeOf(sizeBytes)].join(
    ', ',
  )
}
