import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answers, answerCall } from '../../main/gate.ts'
import { windowOptions } from '../../main/window-options.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { type BridgeCall, bridgeCalls } from '../../shared/bridge.ts'

/** Answers that remember what reached them. */
function answers(own: Partial<Answers> = {}): { all: Answers; reached: unknown[] } {
  const reached: unknown[] = []
  const names = Object.keys(bridgeCalls) as BridgeCall[]
  const remember = (name: BridgeCall) => async (ask: unknown) => {
    reached.push([name, ask])
    return null
  }
  const all = Object.fromEntries(names.map((name) => [name, remember(name)])) as unknown as Answers
  return { all: { ...all, ...own }, reached }
}

const problemOf = async (name: unknown, ask: unknown, own: Partial<Answers> = {}) => {
  const { all, reached } = answers(own)
  const answered = await answerCall(all, name, ask)
  if (answered.ok) throw new Error('it was answered')
  expect(reached).toEqual([])
  return answered.problem
}

describe('the gate', () => {
  test('passes on what is well-formed, and nothing that came along with it', async () => {
    const { all, reached } = answers()
    expect(await answerCall(all, 'light', 'recovering')).toEqual({ ok: true, value: null })
    expect(await answerCall(all, 'signOut', null)).toEqual({ ok: true, value: null })
    expect(reached).toEqual([
      ['light', 'recovering'],
      ['signOut', null],
    ])
  })

  test.each(['nope', '', '__proto__', 'constructor', 'toString', null, undefined, 5, {}, ['facts']])(
    'refuses a call that it does not know: %j',
    async (name) => {
      expect((await problemOf(name, null)).type).toBe('urn:daruma:problem:bad-request')
    },
  )

  test('refuses the malformed, and says where', async () => {
    const press = { key: randomUUID(), kind: 'recover', generation: -1 }
    const problem = await problemOf('press', { desktopId: 'ada-desk', press })
    expect([problem.status, problem.at]).toEqual([400, 'press.generation'])
    expect((await problemOf('press', { desktopId: '../x', press: { ...press, generation: 1 } })).at).toBe('desktopId')
    expect((await problemOf('signIn', { name: 'a', password: 'b', keep: 'cookie' })).status).toBe(400)
    expect((await problemOf('facts', {})).status).toBe(400)
  })

  test('refuses what is too large, in whatever form, before it looks at it', async () => {
    const cycle: unknown[] = []
    cycle.push(cycle, cycle)
    for (const huge of [
      'x'.repeat(20_000),
      { name: 'x'.repeat(20_000) },
      { ['x'.repeat(20_000)]: 1 },
      Array(20_000).fill(0),
      Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [i, i])),
      new Uint8Array(20_000),
      cycle,
    ])
      expect((await problemOf('signIn', huge)).type).toBe('urn:daruma:problem:too-large')
  })

  test('whatever is asked, is answered, and reaches nobody unless it is of the agreed shape', async () => {
    const name = fc.oneof(fc.constantFrom(...Object.keys(bridgeCalls)), fc.string())
    const ask = fc.anything({ withMap: true, withSet: true, withTypedArray: true, withDate: true, withBigInt: true })
    await fc.assert(
      fc.asyncProperty(name, ask, async (name, ask) => {
        const { all, reached } = answers()
        await answerCall(all, name, ask)
        for (const [call, asked] of reached as [BridgeCall, unknown][])
          expect(bridgeCalls[call].ask.safeParse(asked).success).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('hands on a problem as it is, and of any other failure tells nothing', async () => {
    const busy = await problemOf('desktops', null, {
      desktops: async () => Promise.reject(new ProblemError('busy', 'B')),
    })
    expect([busy.type, busy.detail]).toEqual(['urn:daruma:problem:busy', 'B'])
    const other = await problemOf('desktops', null, {
      desktops: async () => Promise.reject(new Error('a secret at /etc/daruma')),
    })
    expect(other.type).toBe('urn:daruma:problem:internal')
    expect(JSON.stringify(other)).not.toContain('secret')
  })

  test('does not let an answer of another shape through', async () => {
    const odd = await problemOf('desktops', null, { desktops: async () => [{ id: 'x' }] as never })
    expect(odd.type).toBe('urn:daruma:problem:broker-answer-not-understood')
  })

  test('leaves out of an answer what was not agreed on', async () => {
    const session = { person: { name: 'ada', displayName: 'Ada' }, expiresAt: '2026-01-01T00:00:00Z', token: 'secret' }
    const { all } = answers({ signIn: async () => session })
    const answered = await answerCall(all, 'signIn', { name: 'ada', password: 'x' })
    expect(answered.ok).toBe(true)
    expect(JSON.stringify(answered)).not.toContain('secret')
  })
})

test('a window is sandboxed, isolated and without developer tools, unless somebody develops', () => {
  const area = { x: 0, y: 0, width: 1, height: 1 }
  const preferences = (dev: boolean) => windowOptions({ window: true, dev }, 'preload.cjs', area).webPreferences
  expect(preferences(false)).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    devTools: false,
  })
  expect(preferences(true)).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
})
