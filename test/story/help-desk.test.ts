import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Tickets } from '../../broker/console/tickets.ts'
import { Desktops } from '../../broker/desktops/desktops.ts'
import { seedDesktops } from '../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../broker/desktops/settings.ts'
import { HelpDesk } from '../../broker/help-desk/help-desk.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import type { Principal } from '../../broker/identity/sessions.ts'
import { type Engine, startEngine } from '../../broker/recovery/engine.ts'
import { Presses } from '../../broker/recovery/presses.ts'
import { Rescues } from '../../broker/rescue/rescues.ts'
import { RestorePoints } from '../../broker/restore-points/points.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import type { Store } from '../../broker/store/store.ts'
import type { Acted } from '../../shared/api/help-desk/acts.ts'
import { defaultPolicy } from '../../shared/api/policy.ts'
import { rightsOf } from '../../shared/api/rights.ts'
import { seedWarm, testMachine, testQemu } from '../rigs/warm-desktop.ts'

/** On a real machine: the help desk brings somebody's desktop back, and takes that back again. */

const DESKTOP = 'helped'
const { signal } = new AbortController()
const policy = {
  ...defaultPolicy,
  bootSeconds: 600,
  sessionSeconds: 120,
  warmSeconds: 120,
  stepSeconds: 300,
  pointMinutes: 0,
}

let folder: string
let store: Store
let hypervisor: QemuHypervisor
let engine: Engine
let helpDesk: HelpDesk
let hal: Principal

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-help-desk-'))
  await seedWarm(folder, DESKTOP)
  store = await openSqliteStore(join(folder, 'broker.sqlite'))
  const settings: DesktopSettings = { id: DESKTOP, name: 'Helped', owner: 'maria', share: null, policy }
  await store.db
    .insertInto('person')
    .values([
      { id: 'p', name: 'maria', display_name: 'Maria', password_hash: '-', role: 'user' },
      { id: 'h', name: 'hal', display_name: 'Hal', password_hash: '-', role: 'helpdesk-senior' },
    ])
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
  await store.db
    .insertInto('instance')
    .values({ desktop_id: DESKTOP, n: 1, run_id: null, condemned_at: null })
    .execute()
  const log = pino({ level: process.env['DARUMA_TEST_LOG'] ?? 'silent' })
  hypervisor = new QemuHypervisor({ ...testQemu, dataDir: folder, desktops: { [DESKTOP]: await testMachine() } }, log)
  await hypervisor.open(signal)
  // Nothing is checked meanwhile: that is another story.
  const proofs = { atOnce: 1, hasRoom: async () => false }
  const parts = { store, hypervisor, desktops: new Map([[DESKTOP, settings]]), log, proofs }
  const tickets = new Tickets(store)
  helpDesk = new HelpDesk({
    parts,
    desktops: new Desktops(parts),
    presses: new Presses(store),
    points: new RestorePoints(parts),
    rescues: new Rescues(parts),
    tickets,
    images: new Map([[DESKTOP, 'test']]),
  })
  hal = {
    sessionId: 's',
    personId: 'h',
    name: 'hal',
    displayName: 'Hal',
    role: 'helpdesk-senior',
    grants: [{ rights: rightsOf['helpdesk-senior'], pools: null }],
    expiresAt: at + 3_600_000,
    kioskId: null,
    desktopId: null,
    isService: false,
    ownOnly: false,
    since: at,
  }
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

async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await delay(100)
}

async function guest(script: string): Promise<string> {
  const agent = hypervisor.guest(DESKTOP, (await row()).instance_n ?? 0)
  const { code, out, err } = await agent.exec('/bin/sh', ['-c', script], { timeoutMs: 120_000, signal })
  if (code !== 0) throw new Error(`${script}: ${code} ${err}`)
  return out
}

async function ended(acted: Acted) {
  if (acted.is !== 'recovery') throw new Error('it waits for a second person')
  const { id } = acted.recovery
  await until(async () => (await helpDesk.recovery(hal, id)).row.outcome !== null)
  return (await helpDesk.recovery(hal, id)).row
}

test('somebody’s desktop is seen, recovered and undone by the help desk, and the machine is what the page says', async () => {
  await guest('echo what Maria had > /home/user/hers; sync')
  const seen = await helpDesk.desktop(hal, DESKTOP)
  expect(seen).toMatchObject({ row: { state: 'running' }, may: { recover: { allowed: true } } })
  const picture = Buffer.from(await helpDesk.picture(hal, DESKTOP))
  expect(picture.readUInt32BE(16)).toBe(160)

  const act = async () => ({ key: randomUUID(), generation: (await row()).generation, reason: 'case 2217' })
  const recovered = await ended(await helpDesk.acts.recover(hal, DESKTOP, { ...(await act()), evenUnproven: false }))
  expect(recovered).toMatchObject({ outcome: 'recovered', byHelpDesk: true, reason: 'case 2217' })
  expect(await guest('ls /home/user')).not.toContain('hers')

  const undone = await ended(await helpDesk.acts.undo(hal, recovered.id, await act()))
  expect(undone.outcome).toBe('undone')
  expect(await guest('cat /home/user/hers')).toBe('what Maria had\n')
  const timeline = await helpDesk.timeline(hal, DESKTOP, undefined)
  expect(timeline.entries.filter((entry) => entry.is === 'recovery').length).toBeGreaterThanOrEqual(2)
})
