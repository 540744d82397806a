import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstBreak, record } from '../../../broker/audit/audit.ts'
import { BEGINNING, ChainCheck } from '../../../broker/audit/chain.ts'
import { lineFromJson } from '../../../broker/audit/formats.ts'
import { takeOffOld } from '../../../broker/audit/retention.ts'
import { Trail } from '../../../broker/audit/trail.ts'
import { AUDIT_EXPORT_PATH } from '../../../shared/api/routes/audit.ts'
import type { BrokerClient, CallInput } from '../../../shared/client/broker-client.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

let rig: EdgeRig
let hal: BrokerClient
let token: string
beforeEach(async () => {
  rig = await openEdge()
  token = await rig.signIn('hal')
  hal = rig.client(token)
})
afterEach(() => rig.close())

const write = (action: string, subject: string, detail: Record<string, unknown> = {}, actor = 'person:ada') =>
  rig.store.transaction((trx) => record(trx, { actor, action, subject, detail }))
const subjects = async (query: NonNullable<CallInput<'audit'>['query']>) =>
  (await hal.call('audit', { query })).lines.map(({ subject }) => subject)
async function tamper(...statements: string[]) {
  for (const trigger of ['audit_no_update', 'audit_no_delete'])
    await sql.raw(`drop trigger if exists ${trigger}`).execute(rig.store.db)
  for (const statement of statements) await sql.raw(statement).execute(rig.store.db)
}

describe('searched', () => {
  beforeEach(async () => {
    await write('run.recovered', 'run:1', { desktop: 'ada-desk' })
    await write('run.failed', 'run:2', { why: 'no 100% answer' })
    await write('point.failed', 'point:3', { note: 'Ümläut_x' }, 'broker')
  })

  test('by what is in a line, who, what, of what and when', async () => {
    expect(await subjects({ action: 'run.*' })).toEqual(['run:2', 'run:1'])
    expect(await subjects({ action: 'run.failed' })).toEqual(['run:2'])
    expect(await subjects({ actor: 'broker', action: 'point.*' })).toEqual(['point:3'])
    expect(await subjects({ subject: 'run:1' })).toEqual(['run:1'])
    expect(await subjects({ text: 'ADA-DESK', actor: 'person:ada' })).toEqual(['run:1'])
    expect(await subjects({ from: '2100-01-01T00:00:00Z' })).toEqual([])
    expect(await subjects({ to: '2001-01-01T00:00:00Z' })).toEqual([])
  })

  test('for the letters that were typed: none of them means another', async () => {
    expect(await subjects({ text: '100%' })).toEqual(['run:2'])
    expect(await subjects({ text: '%' })).toEqual(['run:2'])
    expect(await subjects({ text: 'x_' })).toEqual([])
    expect(await subjects({ text: "' or 1=1 --" })).toEqual([])
    expect(await subjects({ text: '\\' })).toEqual([])
    expect(await subjects({ action: '*' })).toContain('run:1')
  })

  test('page by page, each line once', async () => {
    const all = await hal.call('audit', { query: {} })
    const seen: number[] = []
    let before: number | undefined
    do {
      const page = await hal.call('audit', { query: { limit: 2, ...(before === undefined ? {} : { before }) } })
      seen.push(...page.lines.map(({ seq }) => seq))
      before = page.next ?? undefined
    } while (before !== undefined)
    expect(seen).toEqual(all.lines.map(({ seq }) => seq))
  })
})

describe('exported', () => {
  const get = async (search: string) => {
    const answer = await fetch(`${rig.address}${AUDIT_EXPORT_PATH}?${search}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return { type: answer.headers.get('content-type'), text: await answer.text() }
  }

  test('as JSON lines that can be verified without the broker; that is a line itself', async () => {
    await rig.store.transaction(async (trx) => {
      for (let i = 0; i < 1100; i++)
        await record(trx, { actor: 'broker', action: 'a', subject: `run:${i}`, detail: { 7: i, name: '"quoted"' } })
    })
    const { text, type } = await get('format=jsonl')
    expect(type).toBe('application/jsonl')
    const check = new ChainCheck(BEGINNING)
    for (const line of text.trimEnd().split('\n')) check.take(lineFromJson(line))
    expect(check.faults).toEqual([])
    expect(check.checked).toBeGreaterThan(1100)
    expect(await rig.audit('audit.exported')).toMatchObject([{ actor: 'person:hal', detail: { format: 'jsonl' } }])
    const changed = new ChainCheck(BEGINNING)
    for (const line of text.replace('run:7"', 'run:8"').trimEnd().split('\n')) changed.take(lineFromJson(line))
    expect(changed.faults).toMatchObject([{ what: 'changed' }])
  })

  test('as a table in which nothing is a formula', async () => {
    await write('x', '=HYPERLINK("http://evil.example";"x")', { a: 1 }, '@SUM(A1)')
    await write('x', '\t+1', {}, '-2')
    const { text, type } = await get('format=csv&action=x')
    expect(type).toMatch(/^text\/csv/)
    const [head, ...lines] = text.trimEnd().split('\r\n')
    expect(head).toBe('seq,time,actor,action,subject,detail,previous,hash')
    expect(lines[0]).toContain(`,"'@SUM(A1)","x","'=HYPERLINK(""http://evil.example"";""x"")","{""a"":1}",`)
    expect(lines[1]).toContain(`,"'-2","x","'\t+1",`)
    for (const cell of lines.join().split(/","/)) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+@-]/)
  })
})

describe('verified', () => {
  beforeEach(async () => {
    for (const i of [1, 2, 3, 4, 5]) await write('run.recovered', `run:${i}`)
  })

  test('whole, and since a line that was noted', async () => {
    const whole = await hal.call('verifyAudit', { query: {} })
    expect(whole).toMatchObject({ from: BEGINNING, done: true, faults: [], checked: whole.newest })
    await write('run.recovered', 'run:6')
    expect(await hal.call('verifyAudit', { query: whole.last })).toMatchObject({
      from: whole.last,
      checked: 1,
      faults: [],
    })
    const other = { seq: whole.last.seq, hash: 'f'.repeat(64) }
    expect((await hal.call('verifyAudit', { query: other })).faults).toContainEqual({ seq: other.seq, what: 'anchor' })
  })

  test('tells of every place where it is not as it was written', async () => {
    await tamper('delete from audit where seq = 3', `update audit set actor = 'person:eve' where seq = 5`)
    const { faults } = await hal.call('verifyAudit', { query: {} })
    expect(faults).toEqual([
      { seq: 4, what: 'gap' },
      { seq: 5, what: 'changed' },
    ])
  })
})

describe('when lines are old', () => {
  const days = (n: number) => n * 24 * 60 * 60_000
  const parts = (keepDays: number | null) => ({
    store: { ...rig.store, now: async () => (await rig.store.now()) + days(100) },
    log: pino({ level: 'silent' }),
    dataDir: rig.folder,
    keepDays,
  })
  const { signal } = new AbortController()

  test('they go into a file, and what stays is verified from the last of them', async () => {
    for (const i of [1, 2, 3]) await write('run.recovered', `run:${i}`)
    const before = (await hal.call('audit', { query: {} })).lines
    const gone = await takeOffOld(parts(30), signal)
    expect(gone).toBe((before[0]?.seq ?? 0) - 1)
    const [taken] = await hal.call('auditTakenOff')
    expect(taken).toMatchObject({ first: 1, last: { seq: gone } })
    const file = await readFile(join(rig.folder, 'audit', taken?.file ?? ''), 'utf8')
    const check = new ChainCheck(BEGINNING)
    for (const line of file.trimEnd().split('\n')) check.take(lineFromJson(line))
    expect({ last: check.last, faults: check.faults }).toEqual({ last: taken?.last, faults: [] })

    await write('run.recovered', 'run:after')
    expect(await hal.call('verifyAudit', { query: {} })).toMatchObject({ from: taken?.last, done: true, faults: [] })
    expect(await firstBreak(rig.store.db)).toBeNull()
    expect(await rig.audit('audit.taken-off')).toMatchObject([{ actor: 'broker', subject: `audit:${gone}` }])
    await tamper(`update audit set actor = 'person:eve' where subject = 'run:after'`)
    expect((await hal.call('verifyAudit', { query: {} })).faults).toMatchObject([{ what: 'changed' }])
  })

  test('none goes that is young, none if they are kept for ever, and none without being written down', async () => {
    expect(await takeOffOld(parts(101), signal)).toBe(0)
    expect(await takeOffOld(parts(null), signal)).toBe(0)
    await expect(rig.store.db.deleteFrom('audit').where('seq', '=', 1).execute()).rejects.toThrow('append-only')
    await expect(takeOffOld({ ...parts(30), dataDir: join(rig.folder, 'secret.txt') }, signal)).rejects.toThrow()
    expect(await new Trail(rig.store).takenOff()).toEqual([])
    expect(await readdir(rig.folder)).not.toContain('audit')
  })

  test('a beginning that was cut off without a word is told', async () => {
    await write('run.recovered', 'run:1')
    const line = await rig.store.db.selectFrom('audit').selectAll().where('seq', '=', 1).executeTakeFirstOrThrow()
    const forged = { seq: 1, hash: line.hash, first_seq: 1, at: 0, file: 'none', file_digest: line.hash }
    await rig.store.db.insertInto('audit_anchor').values(forged).execute()
    await rig.store.db.deleteFrom('audit').where('seq', '=', 1).execute()
    expect((await hal.call('verifyAudit', { query: {} })).faults).toEqual([{ seq: 1, what: 'unwritten' }])
    await expect(rig.store.db.deleteFrom('audit_anchor').execute()).rejects.toThrow('append-only')
  })
})
