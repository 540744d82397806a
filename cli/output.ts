export interface Output {
  /** Standard output. */
  readonly out: (text: string) => void
  /** Standard error: progress, and what went wrong. */
  readonly err: (text: string) => void
  /** Columns of the terminal; null: there is none, and nothing is cut. */
  readonly columns: number | null
  readonly json: boolean
}

/** Shows rows as a table, or what they were made of as JSON. */
export function show(
  output: Output,
  value: unknown,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (output.json) {
    output.out(`${JSON.stringify(value, null, 2)}\n`)
    return
  }
  if (rows.length === 0) output.err('There are none.\n')
  else output.out(tableOf(head, rows, output.columns))
}

/** Columns as wide as what is in them; the widest give way if all do not fit. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[], columns: number | null): string {
  const cells = [head, ...rows].map((row) => row.map(plain))
  const widths = head.map((_, i) => Math.max(...cells.map((row) => Array.from(row[i] ?? '').length)))
  const gaps = 2 * (widths.length - 1)
  while (columns !== null && gaps + widths.reduce((a, b) => a + b, 0) > columns) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] ?? 0) <= LEAST) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, i) => fitted(cell, widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

const LEAST = 8

function fitted(text: string, width: number): string {
  const letters = Array.from(text)
  if (letters.length > width) return `${letters.slice(0, width - 1).join('')}…`
  return text + ' '.repeat(width - letters.length)
}

/** What somebody else named could steer the terminal. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '·')
}

export function ago(moment: string | null | undefined): string {
  return moment == null ? '-' : moment.replace('T', ' ').replace(/\.\d+Z$/, 'Z')
}
