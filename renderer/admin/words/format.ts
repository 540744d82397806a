import { locale } from './words.ts'

const made = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>()
function once<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  name: string,
  make: (locale: string) => T,
): T {
  const key = `${locale()} ${name}`
  const known = made.get(key) ?? make(locale())
  made.set(key, known)
  return known as T
}

const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** 09:12 */
export function clock(moment: string | number): string {
  return once('clock', (l) => new Intl.DateTimeFormat(l, time)).format(new Date(moment))
}

/** 09:12:44 */
export function clockToSecond(moment: string | number): string {
  return once('second', (l) => new Intl.DateTimeFormat(l, { ...time, second: '2-digit' })).format(new Date(moment))
}

/** Tue 17 Nov */
export function day(moment: string | number): string {
  return once('day', (l) => new Intl.DateTimeFormat(l, { weekday: 'short', day: 'numeric', month: 'short' })).format(
    new Date(moment),
  )
}

/** Tue 17 */
export function shortDay(moment: string | number): string {
  return once('short day', (l) => new Intl.DateTimeFormat(l, { weekday: 'short', day: 'numeric' })).format(
    new Date(moment),
  )
}

/** Wednesday 18 November 2026 at 10:19:44, for whoever asks more exactly. */
export function exactly(moment: string | number): string {
  return once(
    'exactly',
    (l) => new Intl.DateTimeFormat(l, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' }),
  ).format(new Date(moment))
}

/** 09:12 if it is of today, else Tue 17 Nov, 09:12. */
export function when(moment: string | number, now: number = Date.now()): string {
  const at = new Date(moment)
  return at.toDateString() === new Date(now).toDateString() ? clock(moment) : `${day(moment)}, ${clock(moment)}`
}

/** 4.2 s, 3 min 40 s, 2 h 5 min, 31 d */
export function lasted(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 60) return `${number(seconds, 1)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min${seconds % 60 >= 1 ? ` ${Math.floor(seconds % 60)} s` : ''}`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`
  return `${Math.floor(hours / 24)} d`
}

/** 1,204,118; with so many digits after the point. */
export function number(value: number, digits = 0): string {
  return once(
    `number ${digits}`,
    (l) => new Intl.NumberFormat(l, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  ).format(value)
}

/** 98.9 % of 0.989 */
export function percent(share: number): string {
  return `${number(share * 100, 1)} %`
}

/** 880 kB, 4.1 MB, 2.6 GB */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  const value = bytes / 1000 ** step
  return `${number(value, step === 0 || value >= 100 ? 0 : 1)} ${units[step] ?? ''}`
}
