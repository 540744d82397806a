import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Desktops } from '../../broker/desktops/desktops.ts'
import { seedDesktops } from '../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../broker/desktops/settings.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { type Engine, startEngine } from '../../broker/recovery/engine.ts'
import type { Parts } from '../../broker/recovery/parts.ts'
import { Presses } from '../../broker/recovery/presses.ts'
import { clearAway } from '../../broker/restore-points/clear-away.ts'
import { RestorePoints } from '../../broker/restore-points/points.ts'
import { thin } from '../../broker/restore-points/thin.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import type { Store } from '../../broker/store/store.ts'
import { defaultPolicy, type Policy } from '../../shared/api/policy.ts'
import { seedWarm, testMachine, testQemu } from '../rigs/warm-desktop.ts'

/** On real machines: a point is taken of a desktop while it writes, is checked in a clone, and is gone back to. */

const DESKTOP = 'points'
const PERSON = { personId: 'p', name: 'maria' }
const { signal } = new AbortController()

let folder: string
let store: Store
let hypervisor: QemuHypervisor
let parts: Parts
let engine: Engine
const policy: Policy = {
  ...defaultPolicy,
  bootSeconds: 600,
  sessionSeconds: 120,
  warmSeconds: 120,
  pointMinutes: 0,
  proofTries: 5,
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-points-'))
  await seedWarm(folder, DESKTOP)
  store = await openSqliteStore(join(folder, 'broker.sqlite'))
  const settings: DesktopSettings = { id: DESKTOP, name: 'Points', owner: 'maria', share: null, policy }
  await store.db
    .insertInto('person')
    .values({ id: PERSON.personId, name: 'maria', display_name: 'Maria', password_hash: '-' })
    .execute()
  await seedDesktops(store, [settings])
  const at = await store.now()
  await store.db
    .insertInto('restore_point')
    .values({
      id: randomUUID(),
      desktop_id: DESKTOP,
      overlay_n: 1,
      image_n: 1,
      taken_at: at,
      proof: 'known-good',
      proven_at: at,
      checks_json: '[]',
      picture: null,
      captured_n: null,
      note: null,
      taken_by: null,
      problem: null,
      proof_n: null,
      proof_due: null,
      proven_with: null,
    })
    .execute()
  await store.db.updateTable('desktop').set({ next_number: 2 }).execute()
  // As if this database had given the number: what it never gave is not its to delete.
  await store.db
    .insertInto('instance')
    .values({ desktop_id: DESKTOP, n: 1, run_id: null, condemned_at: null })
    .execute()
  const log = pino({ level: process.env['DARUMA_TEST_LOG'] ?? 'silent' })
  hypervisor = new QemuHypervisor({ ...testQemu, dataDir: folder, desktops: { [DESKTOP]: await testMachine() } }, log)
  await hypervisor.open(signal)
  // However busy this machine is: the test waits for the check.
  const proofs = { atOnce: 1, hasRoom: async () => true }
  parts = { store, hypervisor, desktops: new Map([[DESKTOP, settings]]), log, proofs }
  engine = await startEngine(parts)
  await until(async () => (await row()).instance_n !== null && (await open()) === undefined)
})

afterAll(async () => {
  await engine.stop()
  for (const n of await hypervisor.alive(DESKTOP)) await hypervisor.kill(DESKTOP, n, signal)
  await hypervisor.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function row() {
  return store.db.selectFrom('desktop').selectAll().where('id', '=', DESKTOP).executeTakeFirstOrThrow()
}

async function open() {
  return store.db.selectFrom('run').select('id').where('outcome', 'is', null).executeTakeFirst()
}

async function point(id: string) {
  return store.db.selectFrom('restore_point').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await delay(100)
}

async function guest(script: string): Promise<string> {
  const agent = hypervisor.guest(DESKTOP, (await row()).instance_n ?? 0)
  const { code, out, err } = await agent.exec('/bin/sh', ['-c', script], { timeoutMs: 120_000, signal })
  if (code !== 0) throw new Error(`${script}: ${code} ${err}`)
  return out
}

async function pressed(kind: 'recover' | 'undo', of = ''): Promise<string> {
  const presses = new Presses(store)
  const { generation } = await row()
  const key = randomUUID()
  const { id } =
    kind === 'undo'
      ? await presses.undo(PERSON.personId, of, { key, generation })
      : await presses.press(PERSON.personId, DESKTOP, { key, kind, generation })
  await until(async () => (await presses.view(PERSON.personId, id)).outcome !== null)
  const { outcome, attempt } = await presses.view(PERSON.personId, id)
  expect([outcome, attempt]).toEqual([kind === 'undo' ? 'undone' : 'recovered', 1])
  return id
}

async function take(note: string): Promise<string> {
  const { id } = await new RestorePoints(parts).take(PERSON, DESKTOP, { key: randomUUID(), note })
  await until(async () => (await point(id)).state === 'there')
  return id
}

test('taken while it writes, checked apart, gone back to from memory; what came after is in undo alone', async () => {
  await guest(
    'echo mine > /home/user/before; sync; (while :; do date +%s%N >> /home/user/log; done) > /dev/null 2>&1 &',
  )
  const machine = (await row()).instance_n
  const id = await take('while it writes')
  expect(await point(id)).toMatchObject({ consistency: 'flushed', problem: null })
  const taken = await store.db
    .selectFrom('audit')
    .select('detail_json')
    .where('action', '=', 'point.taken')
    .executeTakeFirstOrThrow()
  console.log(`the guest held still: ${taken.detail_json}`)
  expect((await row()).instance_n).toBe(machine)
  const [lines = '0'] = (await guest('wc -l < /home/user/log; echo later > /home/user/after; sync')).split('\n')
  expect(Number(lines)).toBeGreaterThan(0)

  const began = performance.now()
  await until(async () => !['unproven', 'proving'].includes((await point(id)).proof))
  console.log(`checked in ${Math.round(performance.now() - began)} ms: ${(await point(id)).checks_json}`)
  const proven = await point(id)
  expect(proven).toMatchObject({ proof: 'known-good', problem: null })
  expect(proven.picture?.length).toBeGreaterThan(1000)
  expect(await hypervisor.imageFits(DESKTOP, proven.image_n ?? 0, proven.overlay_n)).toBe(true)

  const recovered = await pressed('recover')
  expect(await guest('cat /home/user/before; ls /home/user/after 2> /dev/null || echo no after')).toBe(
    'mine\nno after\n',
  )
  // What it was writing at that moment is whole: file systems that were flushed hold no half lines.
  expect(await guest("grep -cv '^[0-9]\\{19\\}$' /home/user/log || true")).toBe('0\n')

  // While its machine runs on, what is too much goes: the first point's memory, and its disk out of the chain below.
  Object.assign(policy, { keepPoints: 1 })
  for (let i = 0; i < 4; i++) {
    await thin(parts, DESKTOP)
    await clearAway(parts, DESKTOP, signal)
  }
  expect((await new Desktops(parts).points(PERSON.personId, DESKTOP)).map((p) => p.id)).toEqual([id])
  expect((await hypervisor.overlays(DESKTOP)).map((o) => o.n)).not.toContain(1)
  expect(await hypervisor.images(DESKTOP)).not.toContain(1)
  expect(await guest('cat /home/user/before; echo still > /home/user/still; sync; cat /home/user/still')).toBe(
    'mine\nstill\n',
  )
  await pressed('undo', recovered)
  expect(await guest('cat /home/user/before /home/user/after')).toBe('mine\nlater\n')
})
