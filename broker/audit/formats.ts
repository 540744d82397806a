import type { ChainedLine } from './chain.ts'

/** A line of the trail as text, with its line break. */
export const formats = { csv: csvLine, jsonl: jsonLine } as const

export const CSV_HEAD = 'seq,time,actor,action,subject,detail,previous,hash\r\n'

/** All that it takes to verify it later. `at`: ms since 1970, as it is hashed. */
function jsonLine({ seq, at, actor, action, subject, detail_json, previous, hash }: ChainedLine): string {
  const time = new Date(at).toISOString()
  return `${JSON.stringify({ seq, time, at, actor, action, subject, detail: detail_json, previous, hash })}\n`
}

function csvLine({ seq, at, actor, action, subject, detail_json, previous, hash }: ChainedLine): string {
  const cells = [String(seq), new Date(at).toISOString(), actor, action, subject, detail_json, previous, hash]
  return `${cells.map(cell).join(',')}\r\n`
}

/** What a table would take for a formula is text; people, kiosks and guests chose some of these words. */
function cell(text: string): string {
  const harmless = /^[\s]*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}

/** A line as `jsonl` has it. Throws if it is none. */
export function lineFromJson(text: string): ChainedLine {
  const { seq, at, actor, action, subject, detail, previous, hash } = JSON.parse(text) as Record<string, unknown>
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(at)) throw new Error('it has no number, or no time')
  const words = { actor, action, subject, detail_json: detail, previous, hash }
  for (const [name, word] of Object.entries(words)) if (typeof word !== 'string') throw new Error(`${name} is missing`)
  return { seq, at, ...words } as ChainedLine
}
