import { formatOf } from './formats.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const formats = formatOf((locale) =>
  units.map((unit, i) => {
    const style = { style: 'unit', unit, unitDisplay: i === 0 ? 'long' : 'short' } as const
    return {
      small: new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: i > 1 ? 1 : 0 }),
      large: new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: 0 }),
    }
  }),
)

/** 84 kB, 1.2 MB: of a thousand each, as on the label of a disk. */
export function sizeOf(bytes: number): string {
  let value = bytes
  let unit = 0
  // What would be shown as a thousand is one of the next.
  while (Math.round(value) >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const format = formats()[unit]
  if (format === undefined) return ''
  return (value < 9.95 ? format.small : format.large).format(value)
}
