import { Button, Textarea } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { IncidentFile } from '../../../shared/api/help-desk/incident.ts'
import { helpDeskIncidentsRoutes as routes } from '../../../shared/api/routes/help-desk-incidents.ts'
import { useAdmin } from '../api/admin.ts'
import { useMay } from '../api/me.ts'
import { useAct, useAsked } from '../api/queries.ts'
import { AskDialog, type Question } from '../parts/AskDialog.tsx'
import { Card } from '../parts/Card.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { RunTable } from '../parts/RunTable.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number, percent, when } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { nameOf } from './Incidents.tsx'

export function IncidentPage() {
  return (
    <Needs right="desktops.see" title="nav.incidents">
      <Loaded />
    </Needs>
  )
}

function Loaded() {
  const say = useWords()
  const { incidentId } = useParams({ from: '/incidents/$incidentId' })
  const file = useAsked(routes.incident, { params: { incidentId } })
  if (file.data !== undefined) return <Page file={file.data} />
  if (file.error !== null)
    return <Failed title={say('nav.incidents')} error={file.error} again={() => void file.refetch()} />
  return <Waiting title={say('nav.incidents')} />
}

function Page({ file }: { readonly file: IncidentFile }) {
  const say = useWords()
  const may = useMay()
  const [question, setQuestion] = useState<Question | null>(null)
  const { incident, shares, presses } = file
  const title = nameOf(say, incident)
  return (
    <>
      <PageHead
        title={title}
        crumbs={<Link to="/incidents">{say('nav.incidents')}</Link>}
        beside={
          <Status
            tone={incident.state === 'open' ? 'fail' : 'off'}
            icon="incident"
            word={`${say(`incidents.${incident.state}`)}, ${say('incidents.since', { when: when(incident.firstAt) })}`}
          />
        }
      />
      <div className="two-columns">
        <div className="col g4">
          <Card title={say('incidents.shares')} flush>
            <table>
              <thead>
                <tr>
                  <th>{say('incidents.shares')}</th>
                  <th className="num">{say('incidents.pressed')}</th>
                  <th>
                    <span className="vh">{say('incidents.pressed')}</span>
                  </th>
                  <th className="num">{say('incidents.ofAll')}</th>
                </tr>
              </thead>
              <tbody>
                {shares.map(({ feature, value, pressed, all, at }) => (
                  <tr key={`${feature} ${value}`}>
                    <td className="clip-cell" title={value}>
                      {say(`incidents.feature.${feature}`)} <b>{value}</b> {at !== null && <When at={at} />}
                    </td>
                    <td className="num">
                      {number(pressed)} / {number(incident.desktops)}
                    </td>
                    <td className="share-bar">
                      <meter
                        min={0}
                        max={Math.max(1, incident.desktops)}
                        value={pressed}
                        aria-label={percent(pressed / Math.max(1, incident.desktops))}
                      />
                    </td>
                    <td className="num">{number(all)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
          <Card title={say('incidents.desktops')} flush>
            <RunTable rows={presses} whole />
          </Card>
        </div>
        <div className="col g4">
          {incident.state === 'open' && may('incidents.act') && <Stop file={file} ask={setQuestion} />}
          <Notes file={file} />
        </div>
      </div>
      <AskDialog question={question} onClose={() => setQuestion(null)} />
    </>
  )
}

function Stop({ file, ask: open }: { readonly file: IncidentFile; readonly ask: (question: Question) => void }) {
  const say = useWords()
  const { ask } = useAdmin()
  const { incident, others, offers } = file
  const params = { incidentId: incident.id }
  const hold: Question = {
    title: say('incidents.hold'),
    says: say('incidents.holdText'),
    confirm: say('act.hold'),
    run: ({ reason }) => ask(routes.holdIncident, { params, body: { reason } }),
  }
  const tell: Question = {
    title: say('incidents.tell'),
    says: say('incidents.tellText'),
    confirm: say('incidents.tell'),
    field: { label: say('act.text'), help: say('act.says.message'), most: 500, least: 1 },
    run: ({ key, reason }) => ask(routes.tellIncident, { params, body: { key, text: reason } }),
  }
  const offer: Question = {
    title: say('incidents.offer', { count: others }),
    says: say('incidents.offerText'),
    confirm: say('incidents.offer', { count: others }),
    recover: true,
    run: ({ key, reason }) => ask(routes.offerIncident, { params, body: { key, reason } }),
  }
  const close: Question = {
    title: say('incidents.close'),
    says: say('incidents.closeText'),
    confirm: say('incidents.close'),
    run: ({ reason }) => ask(routes.closeIncident, { params, body: { reason } }),
  }
  return (
    <Card title={say('incidents.stop')}>
      <div className="col g4">
        {incident.held ? (
          <Status tone="warn" icon="hold" word={say('incidents.held')} plain />
        ) : (
          <Button variant="filled" leftSection={<Icon name="hold" />} onClick={() => open(hold)}>
            {say('incidents.hold')}
          </Button>
        )}
        <Button leftSection={<Icon name="message" />} onClick={() => open(tell)}>
          {say('incidents.tell')}
        </Button>
        {offers !== null && <p className="dim">{say('incidents.offered', offers)}</p>}
        {incident.offeredAt === null && others > 0 && (
          <Button variant="outline" color="recover" leftSection={<Icon name="recover" />} onClick={() => open(offer)}>
            {say('incidents.offer', { count: others })}
          </Button>
        )}
        <Button onClick={() => open(close)}>{say('incidents.close')}</Button>
      </div>
    </Card>
  )
}

function Notes({ file }: { readonly file: IncidentFile }) {
  const say = useWords()
  const may = useMay()
  const add = useAct(routes.noteIncident)
  const [text, setText] = useState('')
  const { notes, incident } = file
  return (
    <Card title={say('incidents.notes')} more={number(notes.length)}>
      <div className="col g3">
        {notes.length === 0 && <p className="dim">{say('incidents.noNotes')}</p>}
        {notes.map(({ at, by, text: said }) => (
          <div key={at}>
            <p>"{said}"</p>
            <p className="small faint">
              {by.displayName}, <When at={at} />
            </p>
          </div>
        ))}
        {may('incidents.act') && (
          <form
            className="col"
            onSubmit={(event) => {
              event.preventDefault()
              add.mutate(
                { params: { incidentId: incident.id }, body: { text: text.trim() } },
                { onSuccess: () => setText('') },
              )
            }}
          >
            <Textarea
              label={say('incidents.note')}
              rows={2}
              maxLength={500}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {add.error !== null && <Problem error={add.error} />}
            <Button type="submit" disabled={text.trim() === ''} loading={add.isPending}>
              {say('incidents.addNote')}
            </Button>
          </form>
        )}
      </div>
    </Card>
  )
}
