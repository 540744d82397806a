import type { Recovery } from '../../../../shared/api/recovery.ts'
import type { LeftoverFolder } from '../../../../shared/api/rescue.ts'
import { Button } from '../../parts/Button.tsx'
import { Headline } from '../../parts/Headline.tsx'
import { Pick } from '../../parts/Pick.tsx'
import { SheetBody } from '../../parts/Sheet.tsx'
import { type Choice, folderChoice, toCopy } from '../../state/choice.ts'
import type { FilesStage } from '../../state/screen.ts'
import { useSend, useWall } from '../../surroundings.ts'
import { sizeOf } from '../../words/size.ts'
import { whenOf } from '../../words/when.ts'
import { t } from '../../words/words.ts'
import { CopyActs } from './CopyActs.tsx'

/** What was kept, by folder: the person's own first and chosen, the rest behind a button. */
export function FolderList({
  run,
  share,
  stage,
  rest,
}: {
  run: Recovery
  share: string
  stage: Extract<FilesStage, { is: 'list' }>
  rest: boolean
}) {
  const send = useSend()
  const now = useWall(60_000)
  const { leftovers, choice } = stage
  const { folders } = leftovers
  const others = folders.filter((f) => f.kind !== 'own')
  const own = folders.filter((f) => f.kind === 'own')
  const restShown = rest || own.length === 0
  const from = run.point?.takenAt ?? run.pressedAt
  return (
    <>
      <div className="say tight small-head">
        <Headline>{t('files.title')}</Headline>
        <p className="lead quiet">
          {t('files.lead', { from: whenOf(from, now), to: whenOf(run.pressedAt, now), share })}
        </p>
      </div>
      <SheetBody>
        <div>
          <Folders folders={own} choice={choice} />
          {restShown &&
            (['settings', 'system'] as const).map((kind) => {
              const those = others.filter((f) => f.kind === kind)
              return (
                those.length > 0 && (
                  <section key={kind} aria-label={t(`files.kind.${kind}`)}>
                    <h2 className="picks-head">{t(`files.kind.${kind}`)}</h2>
                    <Folders folders={those} choice={choice} />
                  </section>
                )
              )
            })}
          {!restShown && others.length > 0 && (
            <div className="rest">
              <Button size="small" onClick={() => send({ type: 'show-rest' })}>
                {t('files.showRest', { count: others.reduce((sum, f) => sum + toCopy(f), 0) })}
              </Button>
            </div>
          )}
        </div>
      </SheetBody>
      <CopyActs share={share} leftovers={leftovers} choice={choice}>
        <Button look="bare" onClick={() => send({ type: 'close-files' })}>
          {t('do.notNow')}
        </Button>
      </CopyActs>
    </>
  )
}

function Folders({ folders, choice }: { folders: readonly LeftoverFolder[]; choice: Choice }) {
  const send = useSend()
  if (folders.length === 0) return null
  return (
    <ul className="picks">
      {folders.map((folder) => (
        <Pick
          key={folder.place}
          name={folder.kind === 'own' ? folder.name : folder.shown}
          told={toldOf(folder)}
          chosen={toCopy(folder) === 0 ? null : folderChoice(choice, folder.place)}
          onChoose={(on) => send({ type: 'choose-folder', place: folder.place, on })}
          end={
            <Button
              size="small"
              aria-label={t('files.showFilesOf', { name: folder.name })}
              onClick={() => send({ type: 'open-folder', place: folder.place })}
            >
              {t('files.showFiles')}
            </Button>
          }
        />
      ))}
    </ul>
  )
}

/** 2 new, 1 changed, 4.9 MB */
function toldOf({ added, changed, removed, bytes }: LeftoverFolder): string {
  return [
    ...(added > 0 ? [t('files.added', { count: added })] : []),
    ...(changed > 0 ? [t('files.changed', { count: changed })] : []),
    ...(removed > 0 ? [t('files.removed', { count: removed })] : []),
    ...(added + changed > 0 ? [sizeOf(bytes)] : []),
  ].join(', ')
}
