import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import type { AuditPage, AuditVerified } from '../../../shared/api/audit.ts'
import { AUDIT_EXPORT_PATH, auditRoutes } from '../../../shared/api/routes/audit.ts'
import { useAdmin } from '../api/admin.ts'
import type { Ask } from '../api/ask.ts'
import { Empty } from '../parts/Empty.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { audit as german } from '../words/de/audit.ts'
import { audit as english } from '../words/en/audit.ts'
import { clockToSecond, day, number } from '../words/format.ts'
import { useWords, wordsOfPage } from '../words/words.ts'

const useAuditWords = wordsOfPage('audit', english, german)

export function Audit() {
  return (
    <Needs right="audit.read" title="nav.audit">
      <Trail />
    </Needs>
  )
}

const FIELDS = ['text', 'actor', 'action'] as const
type Field = (typeof FIELDS)[number]

function Trail() {
  const say = useAuditWords()
  const shell = useWords()
  const go = useNavigate()
  const { ask } = useAdmin()
  const search = useSearch({ from: '/audit' })
  const [typed, setTyped] = useState(search)
  const [open, setOpen] = useState<number | null>(null)
  const look = useDebouncedCallback(
    (field: Field, value: string) =>
      void go({ to: '/audit', search: { ...search, [field]: value.trim() || undefined }, replace: true }),
    250,
  )
  const query = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
  const route = auditRoutes.audit
  const found = useInfiniteQuery({
    queryKey: [route.path, { query }],
    queryFn: ({ pageParam, signal }): Promise<AuditPage> =>
      ask(route, { query: { ...query, ...(pageParam === null ? {} : { before: pageParam }) } }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })
  const lines = found.data?.pages.flatMap((page) => page.lines) ?? []
  const exported = (format: 'csv' | 'jsonl') =>
    `${AUDIT_EXPORT_PATH}?${new URLSearchParams({ ...query, format }).toString()}`
  const names = { text: say('search'), actor: say('actor'), action: say('action') }
  return (
    <>
      <PageHead title={shell('nav.audit')}>
        <Button component="a" href={exported('csv')} download leftSection={<Icon name="save" />}>
          {say('csv')}
        </Button>
        <Button component="a" href={exported('jsonl')} download leftSection={<Icon name="save" />}>
          {say('lines')}
        </Button>
      </PageHead>
      <Chain />
      <div className="filters list-filters">
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            className="list-filter"
            aria-label={names[field]}
            placeholder={names[field]}
            value={typed[field] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget
              setTyped({ ...typed, [field]: value })
              look(field, value)
            }}
          />
        ))}
      </div>
      {found.error !== null && <Problem error={found.error} again={() => void found.refetch()} />}
      <section className="card" aria-label={shell('nav.audit')} aria-busy={found.isPending}>
        {found.data !== undefined && lines.length === 0 ? (
          <Empty icon="audit" title={say('nothing')}>
            <p>{say('nothingText')}</p>
          </Empty>
        ) : (
          <div className="flush">
            <table className="tight">
              <thead>
                <tr>
                  <th>{say('time')}</th>
                  <th>{say('who')}</th>
                  <th>{say('what')}</th>
                  <th>{say('subject')}</th>
                  <th>{say('hash')}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map(({ seq, at, actor, action, subject, detail, hash }) => (
                  <Fragment key={seq}>
                    <tr>
                      <td>
                        <When at={at} text={`${day(at)}, ${clockToSecond(at)}`} />
                      </td>
                      <td className="clip-cell" title={actor}>
                        {actor}
                      </td>
                      <td>
                        <button
                          type="button"
                          className="sort"
                          aria-expanded={open === seq}
                          onClick={() => setOpen(open === seq ? null : seq)}
                        >
                          <Icon name={open === seq ? 'down' : 'right'} size="s" />
                          <code>{action}</code>
                        </button>
                      </td>
                      <td className="clip-cell" title={subject}>
                        {subject}
                      </td>
                      <td className="faint">
                        <code>{hash.slice(0, 8)}</code>
                      </td>
                    </tr>
                    {open === seq && (
                      <tr>
                        <td colSpan={5} className="wrap">
                          <p className="small faint">
                            {say('line', { seq: number(seq) })}, {hash}
                          </p>
                          <div className="code">{JSON.stringify(detail, null, 1)}</div>
                        </td>
                      </tr>
                    )}
                  </Fragment>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {found.hasNextPage && (
          <p className="foot">
            <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {say('more')}
            </Button>
          </p>
        )}
      </section>
    </>
  )
}

interface Verified {
  readonly checked: number
  readonly faults: AuditVerified['faults']
}

/** Stretch by stretch to its end, each from where the last one ended. */
async function verify(ask: Ask): Promise<Verified> {
  const faults: AuditVerified['faults'] = []
  let checked = 0
  let last: AuditVerified['last'] | undefined
  for (;;) {
    const stretch: AuditVerified = await ask(auditRoutes.verifyAudit, { query: last ?? {} })
    checked += stretch.checked
    faults.push(...stretch.faults)
    if (stretch.done || stretch.last.seq === last?.seq) return { checked, faults }
    last = stretch.last
  }
}

function Chain() {
  const say = useAuditWords()
  const { ask } = useAdmin()
  const looked = useMutation({ mutationFn: () => verify(ask) })
  const { data, error } = looked
  const holds = data?.faults.length === 0
  return (
    <div className="notes">
      {error !== null && <Problem error={error} />}
      <div className={`alert ${data === undefined ? '' : holds ? 'good' : 'fail'}`} aria-live="polite">
        <Icon name={data === undefined || holds ? 'link' : 'fail'} />
        <div className="grow">
          <p className="strong">
            {data === undefined
              ? say('chain')
              : holds
                ? say('verified', { count: number(data.checked) })
                : say('broken')}
          </p>
          {data?.faults.map(({ seq, what }) => (
            <p key={`${seq} ${what}`}>
              {say('line', { seq: number(seq) })}: {say(`fault.${what}`)}
            </p>
          ))}
        </div>
        <Button loading={looked.isPending} onClick={() => looked.mutate()}>
          {say('verify')}
        </Button>
      </div>
    </div>
  )
}
