import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { marks, Outcome, RunKind } from '../../shared/api/recovery.ts'
import { turnsOf } from '../recovery/queue.ts'
import type { Store } from '../store/store.ts'
import { observeSteps } from './steps.ts'

const PREFIX = 'daruma_'
const STEP_SECONDS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300]
/** A kiosk is heard of at least each minute. */
const HEARD_MS = 5 * 60_000
const PROOFS = ['unproven', 'proving', 'known-good', 'failed'] as const

/**
 * All numbers, by names that stay. Labels are words of ours alone, never names of people, desktops or guests. What is in the
 * store is counted there when somebody asks, so each broker of several tells the same of it.
 */
export function metricsOf(store: Store): Registry {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: PREFIX })
  const { db } = store
  const gauge = (name: string, help: string, collect: () => Promise<number>) =>
    new Gauge({
      ...{ name: PREFIX + name, help, registers },
      async collect() {
        this.set(await collect())
      },
    })

  new Counter({
    ...{ name: `${PREFIX}runs_total`, help: 'Runs that ended, by kind and outcome', labelNames: ['kind', 'outcome'] },
    registers,
    async collect() {
      this.reset()
      const rows = await db
        .selectFrom('run')
        .select(['kind', 'outcome', db.fn.countAll<number>().as('count')])
        .where('outcome', 'is not', null)
        .groupBy(['kind', 'outcome'])
        .execute()
      for (const { kind, outcome, count } of rows)
        this.inc({ kind: RunKind.parse(kind), outcome: Outcome.parse(outcome) }, count)
    },
  })
  new Histogram({
    ...{ name: `${PREFIX}step_seconds`, help: 'How long a run took to reach each mark from the one before' },
    ...{ labelNames: ['kind', 'mark'], buckets: STEP_SECONDS, registers },
    collect: observeSteps(store, [...marks, 'ended']),
  })
  gauge('queue_length', 'Runs that wait for their turn', async () => (await waiting()).length)
  gauge('queue_wait_seconds', 'For how long the one that waits longest has', async () => {
    const since = (await waiting()).map(({ pressed_at }) => pressed_at)
    return since.length === 0 ? 0 : Math.max(0, (await store.now()) - Math.min(...since)) / 1000
  })
  const waiting = async () => (await turnsOf(db)).filter(({ is }) => is === 'waiting')
  new Gauge({
    ...{
      name: `${PREFIX}points`,
      help: 'Restore points that are there, by their proof',
      labelNames: ['proof'],
      registers,
    },
    async collect() {
      const rows = await db
        .selectFrom('restore_point')
        .select(['proof', db.fn.countAll<number>().as('count')])
        .where('state', '=', 'there')
        .groupBy('proof')
        .execute()
      for (const proof of PROOFS) this.set({ proof }, rows.find((row) => row.proof === proof)?.count ?? 0)
    },
  })
  new Gauge({
    ...{
      name: `${PREFIX}desktops`,
      help: 'Desktops, by what the broker knows of them',
      labelNames: ['state'],
      registers,
    },
    async collect() {
      const all = await db
        .selectFrom('desktop')
        .leftJoin('run', (on) =>
          on.onRef('run.desktop_id', '=', 'desktop.id').on('run.outcome', 'is', null).on('run.kind', '!=', 'capture'),
        )
        .select(['desktop.needs_help', 'desktop.overlay_n', 'run.id as run'])
        .execute()
      const counts = { 'needs-help': 0, recovering: 0, preparing: 0, ready: 0 }
      for (const { needs_help, overlay_n, run } of all)
        counts[
          needs_help !== 0 ? 'needs-help' : run !== null ? 'recovering' : overlay_n === null ? 'preparing' : 'ready'
        ]++
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count)
    },
  })
  gauge('desktops_without_known_good', 'Desktops that have no point to go back to', async () => {
    const { count } = await db
      .selectFrom('desktop')
      .select(db.fn.countAll<number>().as('count'))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('restore_point')
              .select('restore_point.id')
              .whereRef('restore_point.desktop_id', '=', 'desktop.id')
              .where('proof', '=', 'known-good'),
          ),
        ),
      )
      .executeTakeFirstOrThrow()
    return count
  })
  gauge('kiosks_enrolled', 'Kiosks that are let in', async () => {
    const kiosks = db.selectFrom('kiosk').select(db.fn.countAll<number>().as('count')).where('revoked_at', 'is', null)
    return (await kiosks.executeTakeFirstOrThrow()).count
  })
  gauge('kiosks_connected', 'Kiosks that were heard of lately', async () => {
    const kiosks = db.selectFrom('kiosk').select(db.fn.countAll<number>().as('count')).where('revoked_at', 'is', null)
    const heard = kiosks.where('seen_at', '>', (await store.now()) - HEARD_MS)
    return (await heard.executeTakeFirstOrThrow()).count
  })
  gauge('consoles_open', 'Desktops whose picture is open', async () => {
    const consoles = db.selectFrom('desktop_console').select(db.fn.countAll<number>().as('count'))
    return (await consoles.executeTakeFirstOrThrow()).count
  })
  gauge('leases_overdue', 'Open runs whose broker did not say in time that it still has them', async () => {
    const now = await store.now()
    const runs = db.selectFrom('run').select(db.fn.countAll<number>().as('count')).where('outcome', 'is', null)
    return (await runs.where('lease_until', '<', now).executeTakeFirstOrThrow()).count
  })
  gauge('store_seconds', 'How long the store took to answer just now', async () => {
    const asked = performance.now()
    await store.now()
    return (performance.now() - asked) / 1000
  })
  gauge('audit_lines', 'Number of the newest line of the audit trail', async () => {
    const newest = await db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
    return newest?.seq ?? 0
  })
  return registry
}
