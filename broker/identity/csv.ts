/** One line of a table, by the number that an editor shows where it begins. */
export interface CsvLine {
  readonly line: number
  readonly cells: readonly string[]
}

/** Throws a sentence for text that is no CSV: a quote that is not closed, or that stands where none may. */
export function parseCsv(text: string): CsvLine[] {
  const lines: CsvLine[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  while (at < text.length) {
    const begins = line
    const cells: string[] = []
    for (;;) {
      let cell = ''
      if (text[at] === '"') {
        const opened = line
        for (at++; ; at++) {
          const letter = text[at]
          if (letter === undefined) throw new Error(`the quote of line ${opened} is not closed`)
          if (letter === '\n') line++
          if (letter !== '"') cell += letter
          else if (text[at + 1] === '"') cell += text[++at] ?? ''
          else break
        }
        at++
        if (at < text.length && !',\r\n'.includes(text[at] ?? '')) throw new Error(`line ${line} goes on after a quote`)
      } else {
        const end = /[,\r\n]/.exec(text.slice(at))?.index ?? text.length - at
        cell = text.slice(at, at + end)
        at += end
        if (cell.includes('"')) throw new Error(`line ${line} has a quote inside of a cell; write it twice, in quotes`)
      }
      cells.push(cell.trim())
      if (text[at] !== ',') break
      at++
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    line++
    if (cells.some((cell) => cell !== '')) lines.push({ line: begins, cells })
  }
  return lines
}
