import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import SQLite from 'better-sqlite3'
import type { Command } from 'commander'
import { type Anchor, BEGINNING, ChainCheck, type ChainedLine, type ChainFault } from '../../broker/audit/chain.ts'
import { lineFromJson } from '../../broker/audit/formats.ts'
import type { AuditFilter } from '../../shared/api/audit.ts'
import type { BrokerClient } from '../../shared/client/broker-client.ts'
import { calledBy, type Surroundings } from '../command.ts'
import { FailedError, UsageError } from '../exit-codes.ts'
import { ago, type Output, show } from '../output.ts'

interface Found {
  readonly from: Anchor
  readonly last: Anchor
  readonly checked: number
  readonly faults: readonly { readonly seq: number; readonly what: string }[]
}

export function addAudit(program: Command, around: Surroundings): void {
  const audit = program.command('audit').description('the audit trail')
  filters(audit.command('search').description('lines that fit, newest first'))
    .option('--limit <n>', 'at most so many, up to 500', '50')
    .action(async ({ limit, ...filter }: AuditFilter & { limit: string }, command: Command) => {
      const { client, output } = calledBy(command, around)
      const page = await (await client()).call('audit', { query: { ...own(filter), limit: Number(limit) } })
      const rows = page.lines.map(({ seq, at, actor, action, subject, detail }) => [
        ...[String(seq), ago(at), actor, action, subject, JSON.stringify(detail)],
      ])
      show(output, page, ['SEQ', 'WHEN', 'WHO', 'WHAT', 'OF WHAT', ''], rows)
    })
  filters(audit.command('export').description('lines that fit, oldest first, into a file; that is a line itself'))
    .requiredOption('--output <file>', 'a new file')
    .option('--format <format>', 'jsonl, which can be verified, or csv', 'jsonl')
    .action(async (said: AuditFilter & { output: string; format: string }, command: Command) => {
      const { client, output } = calledBy(command, around)
      const { output: file, format, ...filter } = said
      if (format !== 'csv' && format !== 'jsonl') throw new UsageError('--format is jsonl or csv')
      const chunks = await (await client()).auditExport({ ...own(filter), format })
      await pipeline(Readable.from(chunks), createWriteStream(file, { flags: 'wx', mode: 0o600 }))
      show(output, { written: file }, ['WRITTEN'], [[file]])
    })
  audit
    .command('verify')
    .description('look whether the trail is as it was written')
    .option('--since <seq:hash>', 'from a line that was noted, which is taken for right')
    .option('--database <file>', 'in a copy of the SQLite database, without a broker')
    .option('--file <file>', 'in exported JSON lines, without a broker')
    .action(async (said: { since?: string; database?: string; file?: string }, command: Command) => {
      const { client, output } = calledBy(command, around)
      const since = said.since === undefined ? null : anchorFrom(said.since)
      if (said.database !== undefined) tell(output, inDatabase(said.database, since))
      else if (said.file !== undefined) tell(output, await inFile(said.file, since))
      else tell(output, await atBroker(await client(), since, output))
    })
}

function filters(command: Command): Command {
  return command
    .option('--text <text>', 'anywhere in a line')
    .option('--actor <actor>', 'who, for instance person:ada')
    .option('--action <action>', 'what, whole or its beginning: run.*')
    .option('--subject <subject>', 'of what, for instance desktop:ada-desktop')
    .option('--from <moment>', 'since then: 2026-11-23T00:00:00Z')
    .option('--to <moment>', 'before then')
}

/** Without what is said for all commands. */
function own({ text, actor, action, subject, from, to }: AuditFilter): AuditFilter {
  const given = Object.entries({ text, actor, action, subject, from, to }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given)
}

function anchorFrom(text: string): Anchor {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq === undefined || hash === undefined)
    throw new UsageError('--since is a number, a colon and a hash of 64 digits')
  return { seq: Number(seq), hash }
}

async function atBroker(broker: BrokerClient, since: Anchor | null, output: Output): Promise<Found> {
  const ask = (from: Anchor | null) => broker.call('verifyAudit', { query: from ?? {} })
  let part = await ask(since)
  const { from } = part
  let checked = part.checked
  const faults = [...part.faults]
  for (;;) {
    output.err(`${part.last.seq} of ${part.newest}\n`)
    if (part.done) return { from, last: part.last, checked, faults }
    part = await ask(part.last)
    checked += part.checked
    faults.push(...part.faults)
  }
}

/** Reads, and changes nothing. */
function inDatabase(file: string, since: Anchor | null): Found {
  let database: SQLite.Database
  try {
    database = new SQLite(file, { readonly: true, fileMustExist: true })
  } catch {
    throw new UsageError(`there is no database ${file}`)
  }
  try {
    const anchored = database.prepare<[], Anchor>('select seq, hash from audit_anchor order by seq desc limit 1').get()
    const from = since ?? anchored ?? BEGINNING
    const check = new ChainCheck(from)
    const lines = database.prepare<[number], ChainedLine>('select * from audit where seq > ? order by seq')
    for (const line of lines.iterate(from.seq)) check.take(line)
    return { from, last: check.last, checked: check.checked, faults: check.faults }
  } finally {
    database.close()
  }
}

/** An export that begins later than the trail is held to what its first line says of the one before. */
async function inFile(file: string, since: Anchor | null): Promise<Found> {
  let check: ChainCheck | null = since === null ? null : new ChainCheck(since)
  let from = since
  const unread: ChainFault[] = []
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (text === '') continue
    let line: ChainedLine
    try {
      line = lineFromJson(text)
    } catch {
      unread.push({ seq: (check?.last.seq ?? 0) + 1, what: 'changed' })
      continue
    }
    if (since !== null && line.seq <= since.seq) continue
    from ??= { seq: line.seq - 1, hash: line.previous }
    check ??= new ChainCheck(from)
    check.take(line)
  }
  const last = check?.last ?? BEGINNING
  return { from: from ?? BEGINNING, last, checked: check?.checked ?? 0, faults: [...unread, ...(check?.faults ?? [])] }
}

/** Throws `FailedError` if something is wrong. */
function tell(output: Output, found: Found): void {
  if (output.json) output.out(`${JSON.stringify(found, null, 2)}\n`)
  else output.out(`${found.checked} lines after ${found.from.seq}, up to ${found.last.seq}:${found.last.hash}\n`)
  const [first] = found.faults
  if (first === undefined) return
  if (!output.json)
    for (const { seq, what } of found.faults.slice(0, 20)) output.err(`line ${seq}: ${saidOf[what] ?? what}\n`)
  throw new FailedError(`The trail is not as it was written; the first place is line ${first.seq}.`)
}

const saidOf: Readonly<Record<string, string>> = {
  changed: 'it does not say what its hash says',
  unchained: 'it does not follow the line before',
  gap: 'lines are missing before it',
  anchor: 'it is not the line that was noted',
  unwritten: 'lines up to it were taken off, and none tells so',
}
