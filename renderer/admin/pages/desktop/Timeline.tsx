import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import type { Timeline as TimelinePage } from '../../../../shared/api/help-desk/timeline.ts'
import { helpDeskSeeRoutes } from '../../../../shared/api/routes/help-desk-see.ts'
import { useAdmin } from '../../api/admin.ts'
import type { Question } from '../../parts/AskDialog.tsx'
import { stateOf } from '../../parts/desk-words.ts'
import { Empty } from '../../parts/Empty.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { day } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import type { DeskActs } from './acts.ts'
import { DayStrip } from './DayStrip.tsx'
import { placeOnLanes } from './lanes.ts'
import { TimelineRow } from './TimelineRow.tsx'

const KINDS = ['points', 'recoveries', 'changes', 'notes'] as const
type Kind = (typeof KINDS)[number]
const kindOf = { point: 'points', recovery: 'recoveries', change: 'changes', note: 'notes' } as const

interface TimelineProps {
  readonly file: DeskFile
  readonly acts: DeskActs
  readonly ask: (question: Question) => void
}

/** What happened to a desktop, newest first. One sees at a glance which hours are not part of today. */
export function Timeline({ file, acts, ask: question }: TimelineProps) {
  const say = useWords()
  const { ask } = useAdmin()
  const [without, setWithout] = useState<ReadonlySet<Kind>>(new Set())
  const [opened] = useState(() => Date.now())
  const params = { desktopId: file.row.id }
  const route = helpDeskSeeRoutes.helpDeskTimeline
  const told = useInfiniteQuery({
    queryKey: [route.path, { params }],
    queryFn: ({ pageParam, signal }): Promise<TimelinePage> =>
      ask(route, { params, query: pageParam === null ? {} : { before: pageParam } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
  const entries = useMemo(() => told.data?.pages.flatMap((page) => page.entries) ?? [], [told.data])
  const placed = useMemo(
    () => placeOnLanes(entries).filter(({ entry }) => !without.has(kindOf[entry.is])),
    [entries, without],
  )
  const toggle = (kind: Kind) =>
    setWithout((was) => {
      const next = new Set(was)
      if (!next.delete(kind)) next.add(kind)
      return next
    })
  const { word } = stateOf(say, file.row.state)
  return (
    <section className="card" aria-labelledby="timeline">
      <div className="head wrap">
        <h2 id="timeline">{say('timeline.title')}</h2>
        <span className="more filters">
          {KINDS.map((kind) => (
            <button
              key={kind}
              type="button"
              className={`chip ${without.has(kind) ? '' : 'on'}`}
              aria-pressed={!without.has(kind)}
              onClick={() => toggle(kind)}
            >
              {say(`timeline.${kind}`)}
            </button>
          ))}
        </span>
      </div>
      {entries.length > 0 && <DayStrip entries={entries} />}
      {told.error !== null && <Problem error={told.error} again={() => void told.refetch()} />}
      {told.data !== undefined && placed.length === 0 ? (
        <Empty icon="clock" title={say('timeline.nothing')}>
          <p>{say('timeline.nothingText')}</p>
        </Empty>
      ) : (
        <ol className="tl" aria-busy={told.isPending}>
          <li className="tl-row">
            <span className="tl-time">{say('timeline.now')}</span>
            <span className="gut" aria-hidden="true">
              <i className="from" />
              <span className="dot now" />
            </span>
            <div className="b">
              <p className="t">
                <b>{word}</b>
              </p>
              {file.desktop.note !== null && <p className="d">{file.desktop.note}</p>}
            </div>
          </li>
          {placed.map((one, index) => {
            const date = new Date(one.entry.at).toDateString()
            const before = placed[index - 1]?.entry.at
            const fresh = date !== new Date(before ?? opened).toDateString()
            return (
              <TimelineRow
                key={`${one.entry.is} ${one.entry.at} ${index}`}
                placed={one}
                heading={fresh ? day(one.entry.at) : null}
                last={index === placed.length - 1 && !told.hasNextPage}
                file={file}
                acts={acts}
                ask={question}
              />
            )
          })}
        </ol>
      )}
      {told.hasNextPage && (
        <div className="body">
          <Button loading={told.isFetchingNextPage} onClick={() => void told.fetchNextPage()}>
            {say('timeline.older')}
          </Button>
        </div>
      )}
    </section>
  )
}
