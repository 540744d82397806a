import { Button, Textarea } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { RecoveryFile } from '../../../shared/api/help-desk/recoveries.ts'
import type { LeftoverEntry, Leftovers } from '../../../shared/api/rescue.ts'
import { helpDeskActRoutes } from '../../../shared/api/routes/help-desk-act.ts'
import { helpDeskSeeRoutes as see } from '../../../shared/api/routes/help-desk-see.ts'
import { useAct, useAsked } from '../api/queries.ts'
import { Card } from '../parts/Card.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Facts } from '../parts/Facts.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number, size, when } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Choice, FileTree } from './files/FileTree.tsx'

export function Files() {
  return (
    <Needs right="desktops.rescue" title="files.title">
      <Loaded />
    </Needs>
  )
}

const READ_MS = 3_000

function Loaded() {
  const say = useWords()
  const { recoveryId } = useParams({ from: '/recoveries/$recoveryId/files' })
  const file = useAsked(see.helpDeskRecovery, { params: { recoveryId } })
  const list = useAsked(see.helpDeskLeftovers, { params: { recoveryId } }, { every: READ_MS })
  const error = file.error ?? list.error
  if (file.data !== undefined && list.data !== undefined) return <Page file={file.data} list={list.data} />
  if (error !== null) return <Failed title={say('files.title')} error={error} again={() => void list.refetch()} />
  return <Waiting title={say('files.title')} />
}

function Page({ file, list }: { readonly file: RecoveryFile; readonly list: Leftovers }) {
  const say = useWords()
  const { row } = file
  const [choice, setChoice] = useState<Choice>({ folders: new Set(), entries: new Map() })
  return (
    <>
      <PageHead
        title={say('files.title')}
        crumbs={
          <>
            <Link to="/desktops/$desktopId" params={{ desktopId: row.desktop.id }}>
              {row.desktop.name}
            </Link>
            <Icon name="right" size="s" />
            <Link to="/recoveries/$recoveryId" params={{ recoveryId: row.id }}>
              {say(`kind.${row.kind}`)}
            </Link>
          </>
        }
        beside={<span className="sub">{say('files.from', { when: when(row.pressedAt) })}</span>}
      />
      <div className="two-columns">
        <section className="card" aria-label={say('files.title')}>
          {list.state === 'ready' && list.folders.length > 0 && (
            <FileTree recoveryId={row.id} folders={list.folders} choice={choice} choose={setChoice} />
          )}
          {list.state === 'ready' && list.folders.length === 0 && (
            <Empty icon="folder" title={say('files.nothing')}>
              <p>{say('files.nothingText')}</p>
            </Empty>
          )}
          {(list.state === 'waiting' || list.state === 'scanning') && (
            <Empty icon="clock" title={say(`files.${list.state}`)} />
          )}
          {list.state === 'gone' && <Empty icon="folder" title={say('files.gone')} />}
          {list.problem !== null && (
            <div className="body">
              <p className="alert fail flat">
                {list.problem.title} {list.problem.todo}
              </p>
            </div>
          )}
          <p className="foot">{say('files.text')}</p>
        </section>
        <div className="col g4">
          <Copy file={file} list={list} choice={choice} />
          <Copied list={list} />
        </div>
      </div>
    </>
  )
}

function Copy({
  file,
  list,
  choice,
}: {
  readonly file: RecoveryFile
  readonly list: Leftovers
  readonly choice: Choice
}) {
  const say = useWords()
  const recoveryId = file.row.id
  const desk = useAsked(see.helpDeskDesktop, { params: { desktopId: file.row.desktop.id } })
  const copy = useAct(helpDeskActRoutes.rescueFor)
  const [reason, setReason] = useState('')
  const [key, setKey] = useState(() => crypto.randomUUID())
  const { files, bytes } = sumOf(list, choice)
  const share = desk.data?.desktop.share ?? null
  const runs = list.rescue !== null && list.rescue.state !== 'ended'
  const ready = files > 0 && share !== null && !runs && reason.trim().length >= 3
  return (
    <Card title={say('files.copyTitle')}>
      <form
        className="col g3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!ready) return
          const ask = { key, folders: [...choice.folders], paths: [...choice.entries.keys()] }
          copy.mutate(
            { params: { recoveryId }, body: { reason: reason.trim(), ask } },
            { onSuccess: () => setKey(crypto.randomUUID()) },
          )
        }}
      >
        <p>
          <b className="num">{say('files.chosen', { count: files })}</b> <span className="dim num">{size(bytes)}</span>
        </p>
        {desk.data !== undefined && (
          <p className="dim">{share === null ? say('files.noShare') : say('files.to', { share: share.label })}</p>
        )}
        <Textarea
          label={say('act.reason')}
          description={say('act.reasonHelp')}
          rows={2}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
        />
        {copy.error !== null && <Problem error={copy.error} />}
        <Button type="submit" variant="filled" disabled={!ready} loading={copy.isPending}>
          {files === 0 ? say('files.none') : say('files.copy', { count: files })}
        </Button>
      </form>
    </Card>
  )
}

function Copied({ list }: { readonly list: Leftovers }) {
  const say = useWords()
  const { rescue } = list
  if (rescue === null) return null
  const { outcome, copied, of, folder, skippedFiles, problem } = rescue
  const share = of.bytes === 0 ? 0 : copied.bytes / of.bytes
  return (
    <Card
      title={outcome === null ? say('files.running') : say(`files.outcome.${outcome}`)}
      more={outcome === 'copied' ? <Status tone="good" icon="ok" word={say('act.done')} plain /> : undefined}
    >
      <div className="col g3" aria-live="polite">
        {outcome === null && <progress className="copying" value={share} max={1} aria-label={say('files.running')} />}
        <p className="num">
          {say('files.copied', {
            files: number(copied.files),
            of: number(of.files),
            bytes: size(copied.bytes),
            all: size(of.bytes),
          })}
        </p>
        <Facts of={[[say('files.folder'), folder]]} />
        {skippedFiles > 0 && <p className="dim">{say('files.skipped', { count: skippedFiles })}</p>}
        {problem !== null && (
          <p className="alert fail flat">
            {problem.title} {problem.todo}
          </p>
        )}
      </div>
    </Card>
  )
}

/** What a copy would take; what was deleted can't be copied. */
function sumOf({ folders }: Leftovers, choice: Choice): { files: number; bytes: number } {
  const whole = folders.filter(({ place }) => choice.folders.has(place))
  const single: LeftoverEntry[] = [...choice.entries.values()]
  return {
    files: whole.reduce((sum, { added, changed }) => sum + added + changed, 0) + single.length,
    bytes: whole.reduce((sum, { bytes }) => sum + bytes, 0) + single.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}
