import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableOf } from '../../cli/output.ts'
import { run } from '../../cli/program.ts'
import { openWholeBroker, type WholeBroker } from '../fuzz/broker.ts'

describe('the command line', () => {
  let broker: WholeBroker
  const tokens: Record<string, string> = {}
  beforeAll(async () => {
    broker = await openWholeBroker()
    for (const who of ['user', 'administrator', 'auditor']) tokens[who] = await broker.signIn(who)
  }, 120_000)
  afterAll(() => broker.close())

  async function daruma(who: string | null, ...args: string[]) {
    const said = { out: '', err: '' }
    const code = await run(args, {
      env: { DARUMA_BROKER: broker.address, ...(who === null ? {} : { DARUMA_TOKEN: tokens[who] }) },
      output: { out: (text) => (said.out += text), err: (text) => (said.err += text), columns: null },
      stdin: (async function* () {
        yield 'correct horse\n'
      })(),
    })
    return { code, ...said }
  }
  const json = (text: string) => JSON.parse(text) as never

  test('recovers a desktop, follows it, and brings back what was', { timeout: 120_000 }, async () => {
    await expect
      .poll(async () => (await daruma('user', 'desktops')).out, { timeout: 60_000 })
      .toMatch(/desk-1 +desk-1 +running/)
    const points: { id: string; proof: string }[] = json((await daruma('user', 'points', 'desk-1', '--json')).out)
    const [point] = points
    expect(point).toMatchObject({ proof: 'known-good' })
    const recovered = await daruma('user', 'recover', 'desk-1', '--point', point?.id ?? '', '--json')
    expect(recovered).toMatchObject({ code: 0 })
    expect(recovered.err).toMatch(/^recover [\w-]+: \w+/)
    const { id, outcome }: { id: string; outcome: string } = json(recovered.out)
    expect(outcome).toBe('recovered')
    expect(await daruma('user', 'undo', id)).toMatchObject({
      code: 0,
      out: expect.stringContaining('undone') as string,
    })
    // A desktop of somebody else is none.
    expect(await daruma('administrator', 'recover', 'desk-1')).toMatchObject({ code: 1 })
  })

  test('says what is wrong with a line, and how to write it', async () => {
    expect(await daruma('user', 'recovr', 'desk-1')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Did you mean recover\?/) as string,
    })
    expect(await daruma('user', 'points')).toMatchObject({ code: 2 })
    expect(await daruma('user', 'points', 'desk-1', '--jsn')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Did you mean --json\?/) as string,
    })
    for (const command of [
      '',
      'desktops',
      'points',
      'recover',
      'restart',
      'undo',
      'kiosks',
      'audit',
      'backup',
      'health',
    ])
      expect(await daruma(null, ...(command === '' ? [] : [command]), '--help')).toMatchObject({
        code: 0,
        out: expect.stringContaining('Usage: daruma') as string,
      })
  })

  test('ends as it is documented', async () => {
    expect(await daruma(null, 'health')).toMatchObject({ code: 0, out: expect.stringContaining('store') as string })
    expect(await daruma(null, 'desktops')).toMatchObject({ code: 4 })
    expect(await daruma('user', 'kiosks')).toMatchObject({ code: 4 })
    expect(await daruma('user', '--broker', 'http://127.0.0.1:1', 'desktops')).toMatchObject({ code: 3 })
    expect(await daruma('user', '--broker', 'ftp://x', 'desktops')).toMatchObject({ code: 2 })
    expect(await daruma('administrator', 'kiosks', 'approve', 'K7MQ-4XWA', '--name', 'K-1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No kiosk shows this code') as string,
    })
    expect(await daruma('administrator', 'announce', 'pool:offices', 'an update')).toMatchObject({ code: 0 })
  })

  test('signs in, and keeps the token where nobody else reads it', async () => {
    const file = join(broker.folder, 'token')
    expect(await daruma(null, 'sign-in', 'user', '--token-file', file)).toMatchObject({ code: 0 })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await daruma(null, 'desktops', '--token-file', file)).toMatchObject({ code: 0 })
    await chmod(file, 0o644)
    expect(await daruma(null, 'desktops', '--token-file', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('chmod 600') as string,
    })
    // The token is given by a file; where the broker is, by what it wrote into its data folder.
    await chmod(file, 0o600)
    const child = spawn(
      process.execPath,
      [
        join(import.meta.dirname, '../../cli/index.ts'),
        'desktops',
        '--json',
        '--data',
        broker.dataDir,
        '--token-file',
        file,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: {} },
    )
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number]
    expect({ code, desktops: (JSON.parse(out) as unknown[]).length }).toEqual({ code: 0, desktops: 3 })
  })

  test('searches, exports and verifies the audit trail, also without a broker', async () => {
    expect(await daruma('auditor', 'audit', 'search', '--action', 'session.*')).toMatchObject({
      code: 0,
      out: expect.stringContaining('session.opened') as string,
    })
    expect(await daruma('user', 'audit', 'verify')).toMatchObject({ code: 4 })
    const whole = await daruma('auditor', 'audit', 'verify')
    expect(whole).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+ lines after 0, up to \d+:[0-9a-f]{64}\n$/) as string,
    })
    const noted = /\d+:[0-9a-f]{64}/.exec(whole.out)?.[0] ?? ''
    expect(await daruma('auditor', 'audit', 'verify', '--since', noted)).toMatchObject({ code: 0 })
    expect(await daruma('auditor', 'audit', 'verify', '--since', 'x')).toMatchObject({ code: 2 })

    const file = join(broker.folder, 'audit.jsonl')
    expect(await daruma('auditor', 'audit', 'export', '--output', file)).toMatchObject({ code: 0 })
    expect(await daruma(null, 'audit', 'verify', '--file', file)).toMatchObject({ code: 0 })
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('session.opened', 'session.closed'))
    expect(await daruma(null, 'audit', 'verify', '--file', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not say what its hash says') as string,
    })

    const copy = join(broker.folder, 'copy.sqlite')
    expect(await daruma(null, 'backup', copy, '--data', broker.dataDir)).toMatchObject({ code: 0 })
    expect(await daruma(null, 'backup', copy, '--data', broker.dataDir)).toMatchObject({ code: 1 })
    expect(await daruma(null, 'audit', 'verify', '--database', copy)).toMatchObject({ code: 0 })
    const database = new SQLite(copy)
    database.exec("insert into audit_anchor values (3, (select hash from audit where seq = 3), 1, 0, '-', '-')")
    database.exec('delete from audit where seq = 2')
    database.close()
    expect(await daruma(null, 'audit', 'verify', '--database', copy, '--since', `0:${'0'.repeat(64)}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('line 3: lines are missing before it') as string,
    })
  })

  test('shows tables that fit, and nothing that steers a terminal', () => {
    const rows = [
      ['a', 'x'.repeat(100)],
      ['\u001b[31mred\u202e', 'ü'],
    ]
    const table = tableOf(['ONE', 'TWO'], rows, 40)
    expect(table.split('\n').every((line) => Array.from(line).length <= 40)).toBe(true)
    expect(table).not.toMatch(/[\u001b\u202e]/)
    expect(tableOf(['ONE', 'TWO'], rows, null)).toContain('x'.repeat(100))
  })
})
