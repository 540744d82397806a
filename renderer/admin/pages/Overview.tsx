import { NativeSelect, SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { DESK_STATES } from '../../../shared/api/help-desk/desks.ts'
import type { Overview as Answer } from '../../../shared/api/help-desk/overview.ts'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { useMay } from '../api/me.ts'
import { useAsked } from '../api/queries.ts'
import { Card } from '../parts/Card.tsx'
import { stateOf } from '../parts/desk-words.ts'
import { Empty } from '../parts/Empty.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import type { IconName } from '../parts/icons.ts'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { RunTable } from '../parts/RunTable.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { Needs } from '../shell/Denied.tsx'
import { lasted, number, percent, when } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Welcome } from './overview/Welcome.tsx'

const StorageChart = lazy(() =>
  import('./overview/DayCharts.tsx').then(({ StorageChart }) => ({ default: StorageChart })),
)
const DayCharts = lazy(() => import('./overview/DayCharts.tsx').then(({ DayCharts }) => ({ default: DayCharts })))

export function Overview() {
  return (
    <Needs right="desktops.see" title="nav.overview">
      <Loaded />
    </Needs>
  )
}

function Loaded() {
  const say = useWords()
  const go = useNavigate()
  const { days = 14, pool } = useSearch({ from: '/' })
  const query = { days, zone: -new Date().getTimezoneOffset(), ...(pool === undefined ? {} : { pool }) }
  const asked = useAsked(helpDeskSeeRoutes.helpDeskOverview, { query }, { keep: true, every: 60_000 })
  const { data: desks } = useAsked(helpDeskSeeRoutes.helpDeskDesktops, { query: { limit: 1 } })
  if (asked.data === undefined)
    return asked.error === null ? (
      <Waiting title={say('nav.overview')} />
    ) : (
      <Failed title={say('nav.overview')} error={asked.error} again={() => void asked.refetch()} />
    )
  if (asked.data.desktops.all === 0 && pool === undefined) return <Welcome overview={asked.data} />
  return (
    <>
      <PageHead
        title={say('nav.overview')}
        beside={<span className="sub">{say('overview.as', { when: when(asked.data.at) })}</span>}
      >
        <SegmentedControl
          aria-label={say('overview.days')}
          value={String(days)}
          data={[
            { value: '1', label: say('overview.today') },
            { value: '14', label: say('overview.week') },
            { value: '90', label: say('overview.quarter') },
          ]}
          onChange={(value) => void go({ to: '/', search: (was) => ({ ...was, days: Number(value) as 1 | 14 | 90 }) })}
        />
        {(desks?.pools.length ?? 0) > 0 && (
          <NativeSelect
            aria-label={say('overview.pool')}
            value={pool ?? ''}
            data={[
              { value: '', label: say('overview.allPools') },
              ...(desks?.pools ?? []).map((value) => ({ value, label: value })),
            ]}
            onChange={(event) => {
              const value = event.currentTarget.value || undefined
              void go({ to: '/', search: (was) => ({ ...was, pool: value }) })
            }}
          />
        )}
      </PageHead>
      {asked.error !== null && <Problem error={asked.error} />}
      <Page of={asked.data} />
    </>
  )
}

function Page({ of }: { readonly of: Answer }) {
  const say = useWords()
  const { data: latest } = useAsked(helpDeskSeeRoutes.helpDeskRecoveries, { query: { limit: 8 } })
  const pressed = of.days.some((day) => day.recovered + day.undone + day.failed > 0)
  return (
    <div className="col g4">
      {of.incidentsOpen > 0 && (
        <div className="alert fail">
          <Icon name="incident" />
          <p className="grow strong">{say('overview.incident', { count: of.incidentsOpen })}</p>
          <Link to="/incidents">{say('overview.toIncidents')}</Link>
        </div>
      )}
      <Figures of={of} />
      <div className="grid ov1">
        <States of={of} />
        {pressed ? (
          <Suspense fallback={<section className="card chart-wait" aria-busy="true" />}>
            <DayCharts days={of.days} />
          </Suspense>
        ) : (
          <section className="card">
            <Empty icon="recover" title={say('overview.noDays')}>
              <p>{say('overview.noDaysText')}</p>
            </Empty>
          </section>
        )}
      </div>
      <div className="grid ov3">
        <Card title={say('overview.latest')} more={<Link to="/recoveries">{say('overview.all')}</Link>} flush>
          {latest?.rows.length === 0 ? (
            <Empty icon="recover" title={say('overview.noDays')} />
          ) : (
            <RunTable rows={latest?.rows ?? []} />
          )}
        </Card>
        <Waits of={of} />
        {of.days.some(({ pointBytes }) => pointBytes !== null) && (
          <Suspense fallback={<section className="card chart-wait" aria-busy="true" />}>
            <StorageChart days={of.days} keptBytes={of.points.keptBytes} bytes={of.points.bytes} />
          </Suspense>
        )}
      </div>
    </div>
  )
}

function Figures({ of }: { readonly of: Answer }) {
  const say = useWords()
  const { today, period, points, desktops, kiosks, usualByNow } = of
  const rate = (value: number | null) => (value === null ? say('overview.notYet') : percent(value))
  const took = (value: number | null) => (value === null ? say('overview.notYet') : lasted(value))
  return (
    <section className="card stats" aria-label={say('nav.overview')}>
      <Figure
        name={say('overview.recoveries')}
        value={number(today.recoveries)}
        note={usualByNow === null ? '' : say('overview.usual', { count: number(usualByNow) })}
      />
      <Figure
        name={say('overview.median')}
        value={took(period.medianMs)}
        note={period.p95Ms === null ? '' : say('overview.p95', { took: lasted(period.p95Ms) })}
      />
      <Figure
        name={say('overview.success')}
        value={rate(today.successRate)}
        note={say('overview.period', { share: rate(period.successRate) })}
      />
      <Figure
        name={say('overview.undone')}
        value={rate(today.undoRate)}
        note={say('overview.period', { share: rate(period.undoRate) })}
      />
      <Figure
        name={say('overview.noKnownGood')}
        icon="warn"
        value={number(desktops.noKnownGood)}
        note={say('overview.ofAll', { count: number(desktops.all) })}
      />
      <Figure
        name={say('overview.unproven')}
        icon="clock"
        value={number(points.unproven)}
        note={points.oldestUnprovenAt === null ? '' : say('overview.oldest', { when: when(points.oldestUnprovenAt) })}
      />
      {kiosks !== null && (
        <Figure
          name={say('overview.silent')}
          icon="offline"
          value={number(kiosks.silent)}
          note={say('overview.ofKiosks', { count: number(kiosks.enrolled) })}
        />
      )}
    </section>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly note: string
  readonly icon?: IconName
}

function Figure({ name, value, note, icon }: FigureProps) {
  return (
    <div className="stat">
      <p className="k">
        {icon !== undefined && (
          <span className="c-warn">
            <Icon name={icon} size="s" />
          </span>
        )}
        {name}
      </p>
      <p className="v">{value}</p>
      <p className="n">{note}</p>
    </div>
  )
}

function States({ of }: { readonly of: Answer }) {
  const say = useWords()
  const { states, all } = of.desktops
  return (
    <Card title={say('overview.health')} more={<span className="num">{number(all)}</span>}>
      <div className="bar thick" aria-hidden="true">
        {DESK_STATES.map((state) => (
          <i key={state} className={`b-${stateOf(say, state).tone}`} style={{ flexGrow: states[state] }} />
        ))}
      </div>
      <ul className="states">
        {DESK_STATES.map((state) => (
          <li key={state}>
            <Link to="/desktops" search={{ state }}>
              <Status {...stateOf(say, state)} plain />
              <b className="num">{number(states[state])}</b>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Waits({ of }: { readonly of: Answer }) {
  const say = useWords()
  const may = useMay()
  const { desktops, approvalsWaiting, kiosks } = of
  const { states, noKnownGood } = desktops
  const nothing = states['needs-help'] + states.stopped + noKnownGood + approvalsWaiting + (kiosks?.silent ?? 0) === 0
  return (
    <Card title={say('overview.waits')}>
      {nothing && <p className="dim">{say('overview.waitsNone')}</p>}
      <ul className="col g3">
        {states['needs-help'] > 0 && (
          <li>
            <Link to="/desktops" search={{ state: 'needs-help' }}>
              {say('overview.waitsHelp', { count: number(states['needs-help']) })}
            </Link>
          </li>
        )}
        {states.stopped > 0 && (
          <li>
            <Link to="/desktops" search={{ state: 'stopped' }}>
              {say('overview.waitsStopped', { count: number(states.stopped) })}
            </Link>
          </li>
        )}
        {noKnownGood > 0 && (
          <li>
            <Link to="/desktops" search={{ noKnownGood: 'yes' }}>
              {say('overview.waitsGood', { count: number(noKnownGood) })}
            </Link>
          </li>
        )}
        {approvalsWaiting > 0 && (
          <li>
            <Link to="/approvals">{say('overview.waitsApproval', { count: number(approvalsWaiting) })}</Link>
          </li>
        )}
        {may('kiosks.see') && (kiosks?.silent ?? 0) > 0 && (
          <li>
            <Link to="/kiosks">{say('overview.waitsKiosks', { count: number(kiosks?.silent ?? 0) })}</Link>
          </li>
        )}
      </ul>
    </Card>
  )
}
