import type { TimelineEntry } from '../../../../shared/api/help-desk/timeline.ts'
import { day, shortDay } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'

const DAYS = 14
const MOST = 5

/** The last two weeks at a glance; a day that is chosen comes into sight below. */
export function DayStrip({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const say = useWords()
  const days = Array.from({ length: DAYS }, (_, index) => {
    const date = new Date()
    date.setHours(12, 0, 0, 0)
    date.setDate(date.getDate() - (DAYS - 1 - index))
    const of = entries.filter(({ at }) => new Date(at).toDateString() === date.toDateString())
    return { date, of }
  })
  return (
    <div className="strip" role="group" aria-label={say('timeline.days')}>
      {days.map(({ date, of }) => (
        <button
          key={date.toDateString()}
          type="button"
          disabled={of.length === 0}
          aria-label={say('timeline.dayCount', { day: day(date.getTime()), count: of.length })}
          onClick={() => document.getElementById(dayId(date))?.scrollIntoView({ block: 'center' })}
        >
          <span className="strip-dots" aria-hidden="true">
            {of.slice(0, MOST).map((entry, index) => (
              <span key={`${entry.at} ${index}`} className={`strip-dot ${look(entry)}`} />
            ))}
          </span>
          <span aria-hidden="true">{shortDay(date.getTime())}</span>
        </button>
      ))}
    </div>
  )
}

/** Names the first entry of a day. */
export function dayId(of: Date): string {
  return `day-${of.getFullYear()}-${of.getMonth() + 1}-${of.getDate()}`
}

/** Also the shape of its marker in the timeline. */
export function look(entry: TimelineEntry): string {
  switch (entry.is) {
    case 'point': {
      if (entry.point.proof === 'known-good') return entry.point.warm ? 'good warm' : 'good'
      return entry.point.proof === 'failed' ? 'failp' : 'unproven'
    }
    case 'recovery':
      return entry.recovery.outcome === 'failed' || entry.recovery.outcome === 'handed-over' ? 'fail' : 'ran'
    case 'note':
      return entry.what === 'machine.stopped' || entry.what === 'machine.no-room' ? 'fail' : 'small'
    case 'change':
      return 'small'
  }
}
