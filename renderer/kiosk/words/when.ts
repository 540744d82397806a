import { formatOf } from './formats.ts'
import { locale, t } from './words.ts'

const clockFormat = formatOf(
  (locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
)
const dateFormat = formatOf(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
)
const tookFormats = formatOf((locale) =>
  [0, 1].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  ),
)

/** 09:12 */
export function clockOf(moment: string | Date): string {
  return clockFormat().format(new Date(moment))
}

/** Sunday 22 November */
export function dateOf(moment: string | Date): string {
  const date = dateFormat().format(new Date(moment))
  // English alone has a comma here that nobody says.
  return locale().startsWith('en') ? date.replace(',', '') : date
}

/** 09:12 today, 17:40 yesterday, 17:40 on Friday 20 November */
export function whenOf(moment: string | Date, now: Date): string {
  const then = new Date(moment)
  const clock = clockOf(then)
  const days = daysBetween(then, now)
  if (days === 0) return t('when.today', { clock })
  if (days === 1) return t('when.yesterday', { clock })
  return t('when.earlier', { clock, day: dateOf(then) })
}

/** until tomorrow, 17:00 */
export function untilOf(moment: string | Date, now: Date): string {
  const then = new Date(moment)
  const clock = clockOf(then)
  const days = daysBetween(then, now)
  if (days === 0) return t('when.untilToday', { clock })
  if (days === -1) return t('when.untilTomorrow', { clock })
  return t('when.untilLater', { clock, day: dateOf(then) })
}

/** 4 seconds, 2 minutes: whole ones, and never none. */
export function timeOf(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 100) return t('when.second', { count: seconds })
  return t('when.minute', { count: Math.round(seconds / 60) })
}

/** How long a step took: 0.9 s, 25 s */
export function tookOf(ms: number): string {
  const seconds = tookFormats()[ms < 9_950 ? 1 : 0]?.format(ms / 1000) ?? ''
  return t('when.tookShort', { seconds })
}

/** Days from one date to another, as the calendar counts: yesterday is one, however few hours ago. */
export function daysBetween(then: Date, now: Date): number {
  const day = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())
  return Math.round((day(now) - day(then)) / 86_400_000)
}

export function greetingOf(now: Date): string {
  const hour = now.getHours()
  return t(hour >= 4 && hour < 12 ? 'greeting.morning' : hour >= 12 && hour < 18 ? 'greeting.day' : 'greeting.evening')
}
