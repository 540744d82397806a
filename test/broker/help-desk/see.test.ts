import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { quantile, sumOf } from '../../../broker/help-desk/statistics.ts'
import { scaledDown } from '../../../broker/help-desk/thumbnail.ts'
import { picture } from '../../../broker/hypervisors/picture.ts'
import type { Principal } from '../../../broker/identity/sessions.ts'
import { DeskFile } from '../../../shared/api/help-desk/desk-file.ts'
import { DeskPage, DeskSearch } from '../../../shared/api/help-desk/desks.ts'
import { Overview, OverviewSearch } from '../../../shared/api/help-desk/overview.ts'
import { RecoveryFile, RecoveryPage, RecoverySearch } from '../../../shared/api/help-desk/recoveries.ts'
import { Found } from '../../../shared/api/help-desk/search.ts'
import { Timeline } from '../../../shared/api/help-desk/timeline.ts'
import { postgresStores, sqliteStores } from '../../rigs/stores.ts'
import { DESKTOP, HelpDeskRig, PERSON } from './rig.ts'

describe.each([sqliteStores(), postgresStores()])('what the help desk sees on $name', (stores) => {
  let desk: HelpDeskRig
  let hal: Principal
  beforeAll(() => stores.prepare())
  afterAll(() => stores.remove())
  beforeEach(async () => {
    desk = await HelpDeskRig.make(await stores.make())
    hal = await desk.person('hal', 'helpdesk-senior')
    await desk.inPool('finance')
  })
  afterEach(() => desk.close())

  /** Answers are held to their schemas, as they are at the edge. */
  const listed = async (asked: Record<string, string>, who = hal) =>
    DeskPage.parse(await desk.helpDesk.desktops(who, DeskSearch.parse(asked)))

  test('desktops, filtered by all that is asked for, sorted, and counted', async () => {
    const page = await listed({})
    expect(page).toMatchObject({ total: 1, pools: ['finance'], counts: { all: 1, noKnownGood: 0 } })
    expect(page.rows[0]).toMatchObject({ id: DESKTOP, pool: 'finance', owner: { name: 'maria' }, state: 'running' })
    for (const sort of ['name', 'person', 'pool', 'host', 'known-good', 'last', 'recoveries'])
      expect((await listed({ sort, order: 'desc' })).total).toBe(1)
    for (const none of [{ q: 'nobody' }, { state: 'off' }, { noKnownGood: 'yes' }, { held: 'yes' }, { pool: 'sales' }])
      expect((await listed(none as unknown as Record<string, string>)).rows).toEqual([])
    expect((await listed({ q: 'MÁRI', pool: 'finance', state: 'running' })).total).toBe(1)
    await desk.rig.recover()
    expect((await listed({ pressedToday: 'yes', state: 'recovering' })).rows[0]?.last).toMatchObject({ outcome: null })
    const far = await desk.person('far', 'helpdesk-senior', ['sales'])
    expect(await listed({}, far)).toMatchObject({ total: 0, pools: [], hosts: [], counts: { all: 0 } })
  })

  test('people, desktops and hosts by name, whatever is typed', async () => {
    const search = async (q: string, who = hal) => Found.parse(await desk.helpDesk.search(who, q))
    const found = await search('mari')
    expect(found.people).toMatchObject([{ name: 'maria', desktops: [{ id: DESKTOP }] }])
    expect(found.desktops).toMatchObject([{ id: DESKTOP }])
    for (const odd of ['%', '_', "'", '\\', '"}', 'ß', '\u202e'])
      expect(await search(odd)).toEqual({ people: [], desktops: [], kiosks: [], hosts: [] })
    const far = await desk.person('far', 'helpdesk-senior', ['sales'])
    expect((await search('mari', far)).people).toEqual([])
  })

  test('a desktop whole, what happened to it, and how it went', async () => {
    const { rig, helpDesk } = desk
    await rig.brokerUp()
    const { id } = await rig.recover()
    await rig.ended(id)
    await helpDesk.holds.hold(hal, `desktop:${DESKTOP}`, 'wait for the vendor')
    // As whole seconds, as they are outside of tests.
    rig.policy = { bootSeconds: 5, warmSeconds: 1 }
    const file = DeskFile.parse(await helpDesk.desktop(hal, DESKTOP))
    expect(file).toMatchObject({
      row: { held: true, last: { id, outcome: 'recovered' } },
      holds: [{ by: { name: 'hal' } }],
    })
    expect(file.may.undo.allowed).toBe(true)
    expect(file.may.watch).toMatchObject({ allowed: false, problem: { type: 'urn:daruma:problem:nobody-there' } })

    const timeline = Timeline.parse(await helpDesk.timeline(hal, DESKTOP, undefined))
    expect(timeline.entries.map((entry) => entry.is)).toEqual(expect.arrayContaining(['note', 'recovery', 'point']))
    expect([...timeline.entries].sort((a, b) => b.at.localeCompare(a.at))).toEqual(timeline.entries)
    const [first] = timeline.entries
    const older = await helpDesk.timeline(hal, DESKTOP, first?.at)
    expect(older.entries).toEqual(timeline.entries.filter(({ at }) => at < (first?.at ?? '')))

    const recoveries = async (asked: Record<string, string>) =>
      RecoveryPage.parse(await helpDesk.recoveries(hal, RecoverySearch.parse(asked)))
    expect(await recoveries({ is: 'ended', kind: 'recover', pool: 'finance', q: 'maria' })).toMatchObject({
      total: 1,
      rows: [{ id, byHelpDesk: false, undone: false }],
    })
    expect((await recoveries({ is: 'bad' })).total).toBe(0)
    expect((await recoveries({ is: 'undone' })).total).toBe(0)
    expect((await recoveries({ from: new Date(Date.now() + 3_600_000).toISOString() })).total).toBe(0)
    expect(RecoveryFile.parse(await helpDesk.recovery(hal, id)).kept?.state).toBe('kept')

    const seen = Overview.parse(await helpDesk.overview(hal, OverviewSearch.parse({ days: 3, pool: 'finance' })))
    expect(seen).toMatchObject({
      today: { recoveries: 1, recovered: 1, successRate: 1, undoRate: 0 },
      desktops: { held: 1 },
    })
    expect(seen.days).toHaveLength(3)
    expect(seen.days.at(-1)?.recovered).toBe(1)
    expect(seen.today.medianMs).toBeGreaterThan(0)
  })

  test('a list goes on where it ended, each desktop once', async () => {
    const { db } = desk.rig.store
    const ids = Array.from({ length: 24 }, (_, i) => `more-${String(i).padStart(2, '0')}`)
    await db
      .insertInto('desktop')
      .values(
        ids.map((id) => ({
          id,
          name: id,
          owner_id: PERSON,
          pool: 'finance',
          instance_n: null,
          overlay_n: null,
          next_due: null,
        })),
      )
      .execute()
    const all = desk.over([DESKTOP, ...ids])
    const rows: string[] = []
    for (let offset = 0; offset < 30; offset += 10)
      rows.push(
        ...(await all.desktops(hal, DeskSearch.parse({ sort: 'name', offset, limit: 10 }))).rows.map((row) => row.id),
      )
    expect(new Set(rows)).toEqual(new Set([DESKTOP, ...ids]))
    expect(rows).toHaveLength(25)
    const unready = await all.desktops(hal, DeskSearch.parse({ state: 'preparing' }))
    expect(unready).toMatchObject({ total: 24, counts: { all: 25, noKnownGood: 24, states: { preparing: 24 } } })
  })
})

test('figures count what they say', () => {
  const run = (ms: number | null, undone = false) => ({
    at: 0,
    ms,
    undone,
    outcome: ms === null ? ('failed' as const) : ('recovered' as const),
  })
  expect(
    sumOf([run(10), run(20, true), run(30), run(null), { at: 0, ms: null, undone: false, outcome: 'open' }]),
  ).toEqual({
    recoveries: 5,
    recovered: 3,
    undone: 1,
    failed: 1,
    medianMs: 20,
    p95Ms: 30,
    successRate: 0.75,
    undoRate: 1 / 3,
  })
  expect(sumOf([])).toMatchObject({ medianMs: null, successRate: null, undoRate: null })
  expect(quantile([1], 0.95)).toBe(1)
})

test('a picture that is made small is the mean of what was there, and keeps its shape', () => {
  const from = picture(
    640,
    480,
    new Uint8Array(640 * 480 * 3).map((_, i) => (Math.floor(i / 3) % 2 === 0 ? 0 : 200)),
  )
  const small = scaledDown(from, 160)
  expect([small.width, small.height]).toEqual([160, 120])
  expect(new Set(small.rgb)).toEqual(new Set([100]))
  expect(scaledDown(small, 160)).toBe(small)
})

test('a picture is shown as the policy says', async () => {
  const desk = await HelpDeskRig.make()
  try {
    const hal = await desk.person('hal', 'auditor')
    const widthOf = async () => Buffer.from(await desk.helpDesk.picture(hal, DESKTOP)).readUInt32BE(16)
    const no = { problem: { type: 'urn:daruma:problem:no-picture' } }
    desk.rig.policy = { thumbnails: 'off' }
    await expect(widthOf()).rejects.toMatchObject(no)
    desk.rig.policy = { thumbnails: 'clear' }
    const clear = await widthOf()
    desk.rig.policy = { thumbnails: 'blurred' }
    expect(await widthOf()).toBe(Math.min(160, clear))
    const points = await desk.helpDesk.points(hal, DESKTOP)
    expect(points).toMatchObject([{ proof: 'known-good' }])
    await expect(desk.helpDesk.pointPicture(hal, DESKTOP, randomUUID())).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:unknown-point' },
    })
    await desk.rig.recover()
    // What was taken just before may be shown once more; a new one is not taken.
    await vi.waitFor(() => expect(widthOf()).rejects.toMatchObject(no), { timeout: 20_000 })
  } finally {
    await desk.close()
  }
})
