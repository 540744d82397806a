import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { DESK_STATES, type DeskCounts, type DeskPage, type DeskRow } from '../../../shared/api/help-desk/desks.ts'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { useAdmin } from '../api/admin.ts'
import { questionOf } from '../api/queries.ts'
import { AskDialog, type Question } from '../parts/AskDialog.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import type { IconName } from '../parts/icons.ts'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Rows } from '../parts/Rows.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { ChosenBar } from './desktops/ChosenBar.tsx'
import { useDeskColumns } from './desktops/columns.tsx'
import type { DesktopsSearch } from './desktops/search.ts'

const PAGE = 100

export function Desktops() {
  return (
    <Needs right="desktops.see" title="nav.desktops">
      <List />
    </Needs>
  )
}

type Flag = 'noKnownGood' | 'pressedToday' | 'held' | 'waits'
const flags: readonly (readonly [Flag, IconName])[] = [
  ['noKnownGood', 'warn'],
  ['pressedToday', 'recover'],
  ['held', 'hold'],
  ['waits', 'approval'],
]

function List() {
  const say = useWords()
  const go = useNavigate()
  const { ask } = useAdmin()
  const search = useSearch({ from: '/desktops' })
  const [range, setRange] = useState<readonly [number, number]>([0, 0])
  const [chosen, setChosen] = useState<ReadonlyMap<string, DeskRow>>(new Map())
  const [question, setQuestion] = useState<Question | null>(null)
  const columns = useDeskColumns()
  const set = useCallback(
    (change: DesktopsSearch) => void go({ to: '/desktops', search: (was) => ({ ...was, ...change }), replace: true }),
    [go],
  )

  // The pages of the list that are in sight, and the first one, which has the counts.
  const wanted = useMemo(() => {
    const pages = new Set([0])
    for (let page = Math.floor(range[0] / PAGE); page <= Math.floor(range[1] / PAGE); page++) pages.add(page)
    return [...pages]
  }, [range])
  const answers = useQueries({
    queries: wanted.map((page) => ({
      ...questionOf(ask, helpDeskSeeRoutes.helpDeskDesktops, {
        query: { ...search, offset: page * PAGE, limit: PAGE },
      }),
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
  })
  const pages = new Map<number, DeskPage>()
  wanted.forEach((page, index) => {
    const data = answers[index]?.data
    if (data !== undefined) pages.set(page, data)
  })
  const first = pages.get(0)
  const failed = answers.find(({ error }) => error !== null)
  const onRange = useCallback(
    (from: number, to: number) => setRange((was) => (was[0] === from && was[1] === to ? was : [from, to])),
    [],
  )
  const choose = (row: DeskRow) =>
    setChosen((was) => {
      const next = new Map(was)
      if (!next.delete(row.id)) next.set(row.id, row)
      return next
    })
  const filtered = Object.entries(search).some(
    ([key, value]) => value !== undefined && key !== 'sort' && key !== 'order',
  )
  const total = first?.total ?? 0

  return (
    <>
      <PageHead
        title={say('nav.desktops')}
        beside={
          <span className="sub num">
            {first === undefined ? say('loading') : number(total)}
            {chosen.size > 0 && `, ${say('desktops.chosen', { count: chosen.size })}`}
          </span>
        }
      />
      <Filters search={search} counts={first?.counts} pools={first?.pools ?? []} hosts={first?.hosts ?? []} set={set} />
      {failed?.error != null && <Problem error={failed.error} again={() => void failed.refetch()} />}
      {first !== undefined && total === 0 ? (
        <section className="card">
          <Empty icon="desktop" title={say(filtered ? 'desktops.nothing' : 'desktops.first')}>
            <p>{say(filtered ? 'desktops.nothingText' : 'desktops.firstText')}</p>
          </Empty>
        </section>
      ) : (
        <>
          <Rows
            label={say('nav.desktops')}
            columns={columns}
            total={first === undefined ? 20 : total}
            rowAt={(index) => pages.get(Math.floor(index / PAGE))?.rows[index % PAGE]}
            idOf={(row) => row.id}
            nameOf={(row) => row.name}
            onRange={onRange}
            onOpen={(row) => void go({ to: '/desktops/$desktopId', params: { desktopId: row.id } })}
            sorted={{ by: search.sort ?? 'state', down: search.order === 'desc' }}
            onSort={(by) => {
              const same = (search.sort ?? 'state') === by
              set({
                sort: by as NonNullable<DesktopsSearch['sort']>,
                order: same && search.order !== 'desc' ? 'desc' : undefined,
              })
            }}
            chosen={new Set(chosen.keys())}
            onChoose={choose}
          />
          <p className="foot-line">
            <span className="num">
              {say('desktops.rows', {
                from: number(Math.min(range[0] + 1, total)),
                to: number(Math.min(range[1] + 1, total)),
                total: number(total),
              })}
            </span>
            <span>{say('desktops.keys')}</span>
          </p>
        </>
      )}
      <ChosenBar chosen={[...chosen.values()]} ask={setQuestion} clear={() => setChosen(new Map())} />
      <AskDialog question={question} onClose={() => setQuestion(null)} />
    </>
  )
}

interface FiltersProps {
  readonly search: DesktopsSearch
  readonly counts: DeskCounts | undefined
  readonly pools: readonly string[]
  readonly hosts: readonly string[]
  readonly set: (change: DesktopsSearch) => void
}

function Filters({ search, counts, pools, hosts, set }: FiltersProps) {
  const say = useWords()
  const [text, setText] = useState(search.q ?? '')
  const ask = useDebouncedCallback((q: string) => set({ q: q === '' ? undefined : q }), 200)
  const pick = (name: 'pool' | 'host', from: readonly string[]) => (
    <NativeSelect
      className="pick"
      aria-label={say(`desktops.${name}`)}
      value={search[name] ?? ''}
      data={[
        { value: '', label: `${say(`desktops.${name}`)}: ${say('desktops.any')}` },
        ...[...new Set([...from, ...(search[name] === undefined ? [] : [search[name]])])].map((value) => ({
          value,
          label: value,
        })),
      ]}
      onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}
    />
  )
  return (
    <div className="filters list-filters">
      <TextInput
        className="list-filter"
        aria-label={say('desktops.filter')}
        placeholder={say('desktops.filter')}
        leftSection={<Icon name="search" size="s" />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          ask(event.currentTarget.value.trim())
        }}
      />
      <NativeSelect
        className="pick"
        aria-label={say('column.state')}
        value={search.state ?? ''}
        data={[
          { value: '', label: say('desktops.all') },
          ...DESK_STATES.map((state) => ({
            value: state,
            label: `${say(`state.${state}`)}${counts === undefined ? '' : ` ${number(counts.states[state])}`}`,
          })),
        ]}
        onChange={(event) => set({ state: (event.currentTarget.value || undefined) as DesktopsSearch['state'] })}
      />
      {pools.length > 0 && pick('pool', pools)}
      {hosts.length > 1 && pick('host', hosts)}
      {flags.map(([flag, icon]) => (
        <button
          key={flag}
          type="button"
          className={`chip ${search[flag] === 'yes' ? 'on' : ''}`}
          aria-pressed={search[flag] === 'yes'}
          onClick={() => set({ [flag]: search[flag] === 'yes' ? undefined : 'yes' })}
        >
          <Icon name={icon} size="s" />
          {say(`desktops.${flag}`)}
          {counts !== undefined && <span className="num">{number(counts[flag])}</span>}
        </button>
      ))}
    </div>
  )
}
