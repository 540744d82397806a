import { SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Incident } from '../../../shared/api/help-desk/incident.ts'
import { helpDeskIncidentsRoutes } from '../../../shared/api/routes/help-desk-incidents.ts'
import { useAsked } from '../api/queries.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Needs } from '../shell/Denied.tsx'
import { when } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'

export function Incidents() {
  return (
    <Needs right="desktops.see" title="nav.incidents">
      <List />
    </Needs>
  )
}

/** 14 presses share image win11-2026-11. */
export function nameOf(say: Say, { desktops, by }: Incident): string {
  return say('incidents.name', { count: desktops, feature: say(`incidents.feature.${by.feature}`), value: by.value })
}

function List() {
  const say = useWords()
  const go = useNavigate()
  const { is = 'open' } = useSearch({ from: '/incidents' })
  const page = useAsked(helpDeskIncidentsRoutes.incidents, { query: { is, limit: 100 } }, { keep: true })
  return (
    <>
      <PageHead title={say('nav.incidents')}>
        <SegmentedControl
          aria-label={say('nav.incidents')}
          value={is}
          data={[
            { value: 'open', label: say('incidents.open') },
            { value: 'closed', label: say('incidents.closed') },
          ]}
          onChange={(value) =>
            void go({ to: '/incidents', search: { is: value === 'closed' ? 'closed' : undefined }, replace: true })
          }
        />
      </PageHead>
      {page.error !== null && <Problem error={page.error} again={() => void page.refetch()} />}
      {page.data?.rows.length === 0 ? (
        <section className="card">
          <Empty icon="incident" title={say('incidents.nothing')}>
            <p>{say('incidents.nothingText')}</p>
          </Empty>
        </section>
      ) : (
        <ul className="col g3">
          {page.data?.rows.map((incident) => (
            <li key={incident.id} className={`alert ${incident.state === 'open' ? 'fail' : ''}`}>
              <Icon name="incident" />
              <div className="grow">
                <Link className="strong" to="/incidents/$incidentId" params={{ incidentId: incident.id }}>
                  {nameOf(say, incident)}
                </Link>
                <p>
                  {say('incidents.since', { when: when(incident.firstAt) })},{' '}
                  {say('incidents.last', { when: when(incident.lastAt) })}.{' '}
                  {say('incidents.counts', {
                    recovered: incident.recovered,
                    running: incident.running,
                    failed: incident.failed,
                  })}
                  .
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
