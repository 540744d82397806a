import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from '../../broker/store/store.ts'
import { type Place, postgresStores, type Stores, sqliteStores } from '../rigs/stores.ts'
import { Crowd } from './crowd.ts'
import type { Say } from './figures.ts'

/** So many recoveries at once: what a host carries is not what is measured here. */
const WIDE = { host: 64, storage: 64 }
/** As on a real host. */
const NARROW = { host: 8, storage: 16 }

/** Recoveries begun and ended in a second, on each store and with more than one broker (all in this process, on one processor). */
export async function rate(say: Say): Promise<void> {
  const cases: [Stores, number][] = [
    [sqliteStores(), 1],
    [postgresStores(), 1],
    [postgresStores(), 2],
    [postgresStores(), 4],
  ]
  for (const [stores, brokers] of cases)
    await withStores(stores, brokers, async (open) => {
      const crowd = await Crowd.make({ desktops: 200, stores: open, atOnce: WIDE })
      const began = performance.now()
      await crowd.pressAll()
      const seconds = (performance.now() - began) / 1000
      await crowd.end()
      const each = 200 / seconds
      say(
        `recoveries a second, ${stores.name}, brokers: ${brokers}`,
        `${each.toFixed(1)} (200 in ${seconds.toFixed(1)} s, 64 at once)`,
        { perSecond: each },
      )
    })
}

/** Everybody presses at once, and few are carried at once: how long it takes, and who is passed by. */
export async function presses(say: Say): Promise<void> {
  for (const n of [50, 200])
    await withStores(sqliteStores(), 1, async (stores) => {
      const crowd = await Crowd.make({ desktops: n, stores, atOnce: NARROW })
      const runs = await crowd.pressAll()
      await crowd.end()
      const took = runs.map((run) => run.ended).sort((a, b) => a - b)
      const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? Number.NaN
      // Who began before somebody who pressed earlier, and by how many places at most.
      const order = runs.map((run, pressed) => ({ ...run, pressed })).sort((a, b) => a.began - b.began)
      const passed = Math.max(...order.map(({ pressed }, began) => pressed - began))
      say(
        `${n} presses at once, ${NARROW.host} carried at once`,
        `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, last ${at(1)} ms; furthest that one began before its turn: ${passed} places`,
        { p50: at(0.5), p95: at(0.95), last: at(1), passed },
      )
    })
}

/** 10,000 desktops, each with a point an hour, on one broker: what that costs, and how late they are. */
export async function schedules(say: Say): Promise<void> {
  const desktops = 10_000
  const seconds = 120
  await withStores(sqliteStores(), 1, async ([store]) => {
    if (store === undefined) throw new Error('no store')
    const crowd = await Crowd.make({
      desktops,
      stores: [store],
      atOnce: NARROW,
      policy: { pointMinutes: 60, keepPoints: 10 },
    })
    // As after hours of work: they are due evenly over the hour that comes.
    const now = await store.now()
    await store.transaction(async (trx) => {
      for (const [i, id] of crowd.ids.entries()) {
        const due = now + Math.round(((i + 1) * 3_600_000) / desktops)
        await trx.updateTable('desktop').set({ next_due: due }).where('id', '=', id).execute()
        await trx
          .updateTable('restore_point')
          .set({ taken_at: due - 3_600_000 })
          .where('desktop_id', '=', id)
          .execute()
      }
    })
    const cpu = process.cpuUsage()
    await delay(seconds * 1000)
    const { user, system } = process.cpuUsage(cpu)
    const taken = await store.db
      .selectFrom('restore_point')
      .select(['desktop_id', 'taken_at'])
      .where('state', '=', 'there')
      .where('captured_n', 'is not', null)
      .execute()
    await crowd.end()
    const place = new Map(crowd.ids.map((id, i) => [id, i]))
    const late = taken
      .map((p) => p.taken_at - now - Math.round((((place.get(p.desktop_id) ?? 0) + 1) * 3_600_000) / desktops))
      .sort((a, b) => a - b)
    const at = (share: number) => late[Math.min(late.length - 1, Math.floor(share * late.length))] ?? Number.NaN
    const share = (user + system) / (seconds * 1e6)
    const mib = Math.round(process.memoryUsage().rss / 2 ** 20)
    const due = Math.floor((seconds * desktops) / 3600)
    say(
      `${desktops} desktops with hourly points, one broker, ${seconds} s`,
      `${taken.length} points of ${due} due, late p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; ${(share * 100).toFixed(0)} % of a processor, ${mib} MiB (the simulated host with it)`,
      { taken: taken.length, due, lateP50: at(0.5), lateP95: at(0.95), processor: share, mib },
    )
  })
}

async function withStores(stores: Stores, brokers: number, work: (open: Store[]) => Promise<void>): Promise<void> {
  await stores.prepare()
  let place: Place | undefined
  const open: Store[] = []
  try {
    place = await stores.make()
    for (let i = 0; i < brokers; i++) open.push(await place.open())
    await work(open)
  } finally {
    for (const store of open) await store.close()
    await place?.remove()
    await stores.remove()
  }
}
