import { Button } from '@mantine/core'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { RecoveryFile } from '../../../shared/api/help-desk/recoveries.ts'
import { helpDeskActRoutes } from '../../../shared/api/routes/help-desk-act.ts'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { useAdmin } from '../api/admin.ts'
import { useMay } from '../api/me.ts'
import { useAsked } from '../api/queries.ts'
import { AskDialog, type Question } from '../parts/AskDialog.tsx'
import { Card } from '../parts/Card.tsx'
import { outcomeOf } from '../parts/desk-words.ts'
import { Facts } from '../parts/Facts.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { clockToSecond, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { useLeadOn } from './desktop/acts.ts'
import { Steps } from './recovery/Steps.tsx'

export function RecoveryPage() {
  return (
    <Needs right="desktops.see" title="nav.recoveries">
      <Loaded />
    </Needs>
  )
}

/** Should an event be lost, a run that is open is asked for all the same. */
const OPEN_MS = 3_000

function Loaded() {
  const say = useWords()
  const { recoveryId } = useParams({ from: '/recoveries/$recoveryId' })
  const file = useAsked(
    helpDeskSeeRoutes.helpDeskRecovery,
    { params: { recoveryId } },
    {
      every: (file) => (file?.row.outcome == null ? OPEN_MS : false),
    },
  )
  if (file.data !== undefined) return <Page file={file.data} />
  if (file.error !== null)
    return <Failed title={say('nav.recoveries')} error={file.error} again={() => void file.refetch()} />
  return <Waiting title={say('nav.recoveries')} />
}

function Page({ file }: { readonly file: RecoveryFile }) {
  const say = useWords()
  const may = useMay()
  const { ask } = useAdmin()
  const leadOn = useLeadOn()
  const [question, setQuestion] = useState<Question | null>(null)
  const { row, recovery, lines, kept } = file
  const { desktop } = row
  const { seen } = useSearch({ from: '/recoveries/$recoveryId' })
  const { data: desk } = useAsked(helpDeskSeeRoutes.helpDeskDesktop, { params: { desktopId: desktop.id } })
  const undo = (): Question => ({
    title: say('act.for.undo', { name: desktop.name }),
    says: say('act.says.undo'),
    confirm: say('act.undo'),
    recover: true,
    second: desk?.may.undo.second ?? false,
    run: ({ key, reason }) =>
      ask(helpDeskActRoutes.undoFor, {
        params: { recoveryId: row.id },
        body: { key, reason, generation: desk?.row.generation ?? 0 },
      }),
    done: (result) => leadOn(result as never),
  })
  const cancel = (): Question => ({
    title: say('act.for.cancel', { name: desktop.name }),
    says: say('act.says.cancel'),
    confirm: say('act.cancelPress'),
    run: ({ reason }) => ask(helpDeskActRoutes.cancelFor, { params: { recoveryId: row.id }, body: { reason } }),
  })
  return (
    <>
      <PageHead
        title={say('recovery.title', { kind: say(`kind.${row.kind}`), name: desktop.name })}
        crumbs={<Link to="/recoveries">{say('nav.recoveries')}</Link>}
        beside={<Status {...outcomeOf(say, row)} />}
      >
        {recovery.undo !== null && desk !== undefined && desk.may.undo.allowed && (
          <Button leftSection={<Icon name="undo" />} onClick={() => setQuestion(undo())}>
            {say('act.undo')}
          </Button>
        )}
        {recovery.queue != null && may('desktops.recover') && (
          <Button onClick={() => setQuestion(cancel())}>{say('act.cancelPress')}</Button>
        )}
      </PageHead>
      {seen === 'yes' && (
        <p className="alert info flat notes" role="status">
          {say('act.seen')}
        </p>
      )}
      <div className="two-columns">
        <div className="col g4">
          <Steps file={file} />
          <Card title={say('recovery.audit')} flush>
            <table className="tight">
              <thead>
                <tr>
                  <th>{say('recovery.time')}</th>
                  <th>{say('recovery.who')}</th>
                  <th>{say('recovery.what')}</th>
                  <th>{say('recovery.detail')}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map(({ seq, at, actor, action, detail }) => (
                  <tr key={seq}>
                    <td>
                      <When at={at} text={clockToSecond(at)} />
                    </td>
                    <td>{actor}</td>
                    <td>
                      <code>{action}</code>
                    </td>
                    <td className="wrap">
                      <code>{Object.keys(detail).length === 0 ? '' : JSON.stringify(detail)}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
        </div>
        <div className="col g4">
          <Card title={say('recovery.askedFor')}>
            <Facts
              of={[
                [
                  say('recovery.desktop'),
                  <Link key="desktop" to="/desktops/$desktopId" params={{ desktopId: desktop.id }}>
                    {desktop.name}
                  </Link>,
                ],
                [say('recovery.person'), desktop.owner.displayName],
                [say('recovery.pressedBy'), row.pressedBy?.displayName ?? say('recovery.service')],
                [say('recovery.from'), row.kiosk],
                [say('recovery.why'), row.reason === null ? null : `"${row.reason}"`],
                [say('recovery.to'), row.point === null ? null : <When at={row.point.takenAt} />],
                [say('recovery.pressed'), <When key="pressed" at={row.pressedAt} />],
              ]}
            />
          </Card>
          {kept !== null && (
            <Card title={say('recovery.keptTitle')}>
              <div className="col g3">
                <Facts
                  of={[
                    [
                      say('recovery.kept'),
                      <Status key="state" tone="off" icon="lock" word={say(`recovery.${kept.state}`)} />,
                    ],
                    [say('recovery.sealed'), <When key="sealed" at={kept.sealedAt} />],
                    [
                      say('recovery.size'),
                      `${size(kept.bytes)}, ${say(`recovery.brings.${kept.memoryBytes > 0 ? 'disk-and-memory' : 'disk'}`)}`,
                    ],
                    [say('recovery.until'), <When key="until" at={kept.until} />],
                  ]}
                />
                {kept.state === 'kept' && may('desktops.rescue') && (
                  <Button
                    leftSection={<Icon name="folder" />}
                    component={Link}
                    to="/recoveries/$recoveryId/files"
                    params={{ recoveryId: row.id } as never}
                  >
                    {say('act.rescue')}
                  </Button>
                )}
              </div>
            </Card>
          )}
        </div>
      </div>
      <AskDialog question={question} onClose={() => setQuestion(null)} />
    </>
  )
}
