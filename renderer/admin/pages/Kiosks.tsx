import { Button, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Kiosk } from '../../../shared/api/kiosk.ts'
import { kiosksRoutes } from '../../../shared/api/routes/kiosks.ts'
import { useMay } from '../api/me.ts'
import { useAsked } from '../api/queries.ts'
import { Card } from '../parts/Card.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { type Column, Rows } from '../parts/Rows.tsx'
import { Status, type StatusProps } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number, when } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'
import { EnrolDialog } from './kiosks/EnrolDialog.tsx'

export function Kiosks() {
  return (
    <Needs right="kiosks.see" title="nav.kiosks">
      <List />
    </Needs>
  )
}

const HEARD_MS = 30_000
const SILENT_MS = 5 * 60_000

/** Offline: it was not heard for five minutes. */
export function standingOf(say: Say, { seenAt }: Kiosk): StatusProps {
  const silent = seenAt === null || Date.now() - Date.parse(seenAt) > SILENT_MS
  return silent
    ? { tone: 'warn', icon: 'offline', word: say('kiosks.silent') }
    : { tone: 'good', icon: 'ok', word: say('kiosks.online') }
}

function List() {
  const say = useWords()
  const may = useMay()
  const go = useNavigate()
  const { q = '', enrol } = useSearch({ from: '/kiosks' })
  const [text, setText] = useState(q)
  const found = useAsked(kiosksRoutes.kiosks, {}, { every: HEARD_MS })
  if (found.data === undefined)
    return found.error === null ? (
      <Waiting title={say('nav.kiosks')} />
    ) : (
      <Failed title={say('nav.kiosks')} error={found.error} again={() => void found.refetch()} />
    )
  const { enrolled, waiting } = found.data
  const wanted = q.toLowerCase()
  const rows = enrolled.filter(({ name, place, desktopId, signedIn }) =>
    [name, place, desktopId, ...signedIn].some((words) => words?.toLowerCase().includes(wanted) === true),
  )
  const ask = (open: boolean) =>
    void go({ to: '/kiosks', search: (was) => ({ ...was, enrol: open ? 'yes' : undefined }), replace: !open })
  return (
    <>
      <PageHead title={say('nav.kiosks')} beside={<span className="sub num">{number(enrolled.length)}</span>}>
        {may('kiosks.manage') && (
          <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => ask(true)}>
            {say('kiosks.enrol')}
          </Button>
        )}
      </PageHead>
      {waiting.length > 0 && (
        <div className="notes">
          <Card title={say('kiosks.waiting')} more={say('kiosks.waitingText')}>
            <ul className="col">
              {waiting.map(({ name, from, askedAt }) => (
                <li key={`${name} ${askedAt}`}>{say('kiosks.asked', { name, from, when: when(askedAt) })}</li>
              ))}
            </ul>
          </Card>
        </div>
      )}
      {enrolled.length === 0 ? (
        <section className="card">
          <Empty icon="kiosk" title={say('kiosks.nothing')}>
            <p>{say('kiosks.nothingText')}</p>
          </Empty>
        </section>
      ) : (
        <>
          <div className="filters list-filters">
            <TextInput
              className="list-filter"
              aria-label={say('kiosks.filter')}
              placeholder={say('kiosks.filter')}
              leftSection={<Icon name="search" size="s" />}
              value={text}
              onChange={(event) => {
                const value = event.currentTarget.value
                setText(value)
                void go({ to: '/kiosks', search: { q: value.trim() || undefined }, replace: true })
              }}
            />
          </div>
          <Rows
            label={say('nav.kiosks')}
            columns={columnsOf(say)}
            total={rows.length}
            rowAt={(index) => rows[index]}
            idOf={({ id }) => id}
            onOpen={({ id }) => void go({ to: '/kiosks/$kioskId', params: { kioskId: id } })}
          />
        </>
      )}
      <EnrolDialog opened={enrol === 'yes'} onClose={() => ask(false)} />
    </>
  )
}

function columnsOf(say: Say): readonly Column<Kiosk>[] {
  return [
    {
      id: 'name',
      head: say('kiosks.name'),
      cell: ({ id, name }) => (
        <Link className="name" to="/kiosks/$kioskId" params={{ kioskId: id }} title={name} tabIndex={-1}>
          {name}
        </Link>
      ),
    },
    {
      id: 'place',
      head: say('kiosks.place'),
      cell: ({ place }) => place ?? <span className="faint">{say('none')}</span>,
    },
    { id: 'standing', head: say('column.state'), cell: (kiosk) => <Status {...standingOf(say, kiosk)} /> },
    {
      id: 'seen',
      head: say('kiosks.seen'),
      cell: ({ seenAt }) => (seenAt === null ? <span className="faint">{say('never')}</span> : <When at={seenAt} />),
    },
    {
      id: 'mode',
      head: say('kiosks.mode'),
      from: 760,
      cell: ({ desktopId }) => say(desktopId === null ? 'kiosks.personal' : 'kiosks.fixed'),
    },
    {
      id: 'person',
      head: say('kiosks.person'),
      cell: ({ signedIn }) =>
        signedIn.length === 0 ? <span className="faint">{say('nobody')}</span> : signedIn.join(', '),
    },
    {
      id: 'desktop',
      head: say('kiosks.desktop'),
      from: 860,
      cell: ({ desktopId }) => desktopId ?? <span className="faint">{say('none')}</span>,
    },
  ]
}
