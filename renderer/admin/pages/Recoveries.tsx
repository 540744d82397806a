import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { RecoveryPage } from '../../../shared/api/help-desk/recoveries.ts'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { useAdmin } from '../api/admin.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { RunTable } from '../parts/RunTable.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number } from '../words/format.ts'
import { useWords } from '../words/words.ts'

const PAGE = 50
const SHOWN = ['all', 'open', 'ended', 'bad', 'undone'] as const

export function Recoveries() {
  return (
    <Needs right="desktops.see" title="nav.recoveries">
      <List />
    </Needs>
  )
}

function List() {
  const say = useWords()
  const go = useNavigate()
  const { ask } = useAdmin()
  const { is, q } = useSearch({ from: '/recoveries' })
  const [text, setText] = useState(q ?? '')
  const route = helpDeskSeeRoutes.helpDeskRecoveries
  const search = useDebouncedCallback(
    (value: string) =>
      void go({ to: '/recoveries', search: { is, q: value === '' ? undefined : value }, replace: true }),
    200,
  )
  const query = { ...(is === undefined ? {} : { is }), ...(q === undefined ? {} : { q }) }
  const found = useInfiniteQuery({
    queryKey: [route.path, { query }],
    queryFn: ({ pageParam, signal }): Promise<RecoveryPage> =>
      ask(route, { query: { ...query, offset: pageParam, limit: PAGE } }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const shown = all.reduce((sum, page) => sum + page.rows.length, 0)
      return last.rows.length > 0 && shown < last.total ? shown : null
    },
  })
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? []
  const total = found.data?.pages[0]?.total
  return (
    <>
      <PageHead
        title={say('nav.recoveries')}
        beside={total !== undefined && <span className="sub num">{number(total)}</span>}
      />
      <div className="filters list-filters">
        <TextInput
          className="list-filter"
          aria-label={say('recoveries.filter')}
          placeholder={say('recoveries.filter')}
          leftSection={<Icon name="search" size="s" />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            search(event.currentTarget.value.trim())
          }}
        />
        <SegmentedControl
          aria-label={say('column.outcome')}
          value={is ?? 'all'}
          data={SHOWN.map((value) => ({ value, label: say(`recoveries.${value}`) }))}
          onChange={(value) =>
            void go({
              to: '/recoveries',
              search: { q, is: value === 'all' ? undefined : (value as NonNullable<typeof is>) },
              replace: true,
            })
          }
        />
      </div>
      {found.error !== null && <Problem error={found.error} again={() => void found.refetch()} />}
      <section className="card" aria-label={say('nav.recoveries')} aria-busy={found.isPending}>
        {found.data !== undefined && rows.length === 0 ? (
          <Empty icon="recover" title={say('recoveries.nothing')}>
            <p>{say('recoveries.nothingText')}</p>
          </Empty>
        ) : (
          <div className="flush">
            <RunTable rows={rows} whole />
          </div>
        )}
        {found.hasNextPage && (
          <div className="foot row g4">
            <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {say('recoveries.more')}
            </Button>
            <span className="num">
              {say('recoveries.shown', { shown: number(rows.length), total: number(total ?? 0) })}
            </span>
          </div>
        )}
      </section>
    </>
  )
}
