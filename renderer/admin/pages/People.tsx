import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { FirstPassword, People as PeopleFound, Person } from '../../../shared/api/person.ts'
import { ROLES, type Role } from '../../../shared/api/rights.ts'
import { peopleRoutes } from '../../../shared/api/routes/people.ts'
import { useAdmin } from '../api/admin.ts'
import { useMay } from '../api/me.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { type Column, Rows } from '../parts/Rows.tsx'
import { Status } from '../parts/Status.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number, when } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'
import { AddPerson } from './people/AddPerson.tsx'
import { Once } from './people/Once.tsx'
import { standingOf } from './people/standing.ts'
import { WhatRoles } from './people/WhatRoles.tsx'
import { type PeopleSay, usePeopleWords } from './people/words.ts'

const PAGE = 100

export function People() {
  return (
    <Needs right="people.see" title="nav.people">
      <List />
    </Needs>
  )
}

function List() {
  const say = usePeopleWords()
  const shell = useWords()
  const may = useMay()
  const go = useNavigate()
  const { ask } = useAdmin()
  const { q, role, pool, add, roles } = useSearch({ from: '/people' })
  const [made, setMade] = useState<FirstPassword | null>(null)
  const route = peopleRoutes.people
  const query = {
    ...(q === undefined ? {} : { find: q }),
    ...(role === undefined ? {} : { role }),
    ...(pool === undefined ? {} : { pool }),
  }
  const found = useInfiniteQuery({
    queryKey: [route.path, { query }],
    queryFn: ({ pageParam, signal }): Promise<PeopleFound> =>
      ask(route, { query: { ...query, limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ people, more }) => (more ? (people.at(-1)?.name ?? null) : null),
    placeholderData: (before) => before,
  })
  const rows = found.data?.pages.flatMap(({ people }) => people) ?? []
  const total = found.data?.pages[0]?.total ?? 0
  const { hasNextPage, isFetching, isError, fetchNextPage } = found
  // A page is asked for by the last name of the one before, so they come one after the other until what is in sight is there.
  const onRange = useCallback(
    (_: number, last: number) => {
      if (last >= rows.length && hasNextPage && !isFetching && !isError) void fetchNextPage()
    },
    [rows.length, hasNextPage, isFetching, isError, fetchNextPage],
  )
  const show = (what: 'add' | 'roles', open: boolean) =>
    void go({ to: '/people', search: (was) => ({ ...was, [what]: open ? 'yes' : undefined }), replace: !open })
  return (
    <>
      <PageHead
        title={shell('nav.people')}
        beside={<span className="sub num">{found.data === undefined ? shell('loading') : number(total)}</span>}
      >
        <Button leftSection={<Icon name="shield" />} onClick={() => show('roles', true)}>
          {say('whatRoles')}
        </Button>
        <Button component={Link} to="/people/programs" leftSection={<Icon name="link" />}>
          {say('programs.title')}
        </Button>
        {may('people.manage') && (
          <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => show('add', true)}>
            {say('add')}
          </Button>
        )}
      </PageHead>
      <Filters />
      {found.error !== null && <Problem error={found.error} again={() => void found.refetch()} />}
      {found.data !== undefined && total === 0 ? (
        <section className="card">
          <Empty icon="people" title={say('none')}>
            <p>{say('noneText')}</p>
          </Empty>
        </section>
      ) : (
        <Rows
          label={shell('nav.people')}
          columns={columnsOf(say, shell)}
          total={found.data === undefined ? 20 : total}
          rowAt={(index) => rows[index]}
          idOf={({ id }) => id}
          onRange={onRange}
          onOpen={({ id }) => void go({ to: '/people/$personId', params: { personId: id } })}
        />
      )}
      <WhatRoles opened={roles === 'yes'} onClose={() => show('roles', false)} />
      <AddPerson
        opened={may('people.manage') && add === 'yes'}
        onClose={() => show('add', false)}
        onMade={(answer) => {
          setMade(answer)
          show('add', false)
        }}
      />
      <Once
        secret={
          made?.firstPassword == null
            ? null
            : {
                title: say('once.password', { name: made.person.displayName }),
                text: say('once.passwordText'),
                until: made.until === null ? null : say('once.passwordUntil', { when: when(made.until) }),
                value: made.firstPassword,
              }
        }
        onClose={() => {
          setMade(null)
          if (made !== null) void go({ to: '/people/$personId', params: { personId: made.person.id } })
        }}
      />
    </>
  )
}

function Filters() {
  const say = usePeopleWords()
  const shell = useWords()
  const go = useNavigate()
  const search = useSearch({ from: '/people' })
  const [text, setText] = useState(search.q ?? '')
  const [pool, setPool] = useState(search.pool ?? '')
  const set = (change: { q?: string | undefined; role?: Role | undefined; pool?: string | undefined }) =>
    void go({ to: '/people', search: (was) => ({ ...was, ...change }), replace: true })
  const look = useDebouncedCallback(set, 250)
  return (
    <div className="filters list-filters">
      <TextInput
        className="list-filter"
        aria-label={say('find')}
        placeholder={say('find')}
        leftSection={<Icon name="search" size="s" />}
        value={text}
        onChange={(event) => {
          const { value } = event.currentTarget
          setText(value)
          look({ q: value.trim() || undefined, pool: poolWanted(pool) })
        }}
      />
      <NativeSelect
        className="pick"
        aria-label={say('role')}
        value={search.role ?? ''}
        data={[
          { value: '', label: say('anyRole') },
          ...ROLES.map((value) => ({ value, label: shell(`role.${value}`) })),
        ]}
        onChange={(event) => set({ role: (event.currentTarget.value || undefined) as Role | undefined })}
      />
      <TextInput
        aria-label={say('pool')}
        placeholder={say('pool')}
        spellCheck={false}
        value={pool}
        onChange={(event) => {
          const { value } = event.currentTarget
          setPool(value)
          look({ q: text.trim() || undefined, pool: poolWanted(value) })
        }}
      />
    </div>
  )
}

/** What cannot be the name of a pool is not asked for. */
function poolWanted(typed: string): string | undefined {
  return (
    typed
      .toLowerCase()
      .replace(/[^a-z0-9-]|^-+/g, '')
      .slice(0, 63) || undefined
  )
}

function columnsOf(say: PeopleSay, shell: Say): readonly Column<Person>[] {
  return [
    {
      id: 'person',
      head: say('person'),
      cell: ({ id, displayName }) => (
        <Link className="name" to="/people/$personId" params={{ personId: id }} title={displayName} tabIndex={-1}>
          {displayName}
        </Link>
      ),
    },
    { id: 'name', head: say('name'), cell: ({ name }) => <span title={name}>{name}</span> },
    { id: 'role', head: say('role'), cell: ({ role }) => shell(`role.${role}`) },
    { id: 'standing', head: say('state'), cell: (person) => <Status {...standingOf(say, person)} plain /> },
    { id: 'from', head: say('from'), from: 760, cell: ({ source }) => say(`source.${source}`) },
    {
      id: 'seen',
      head: say('seen'),
      cell: ({ signedInAt }) =>
        signedInAt === null ? <span className="faint">{shell('never')}</span> : <When at={signedInAt} />,
    },
    { id: 'desktops', head: say('desktops'), from: 860, number: true, cell: ({ desktops }) => number(desktops) },
  ]
}
