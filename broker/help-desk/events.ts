import type { HelpDeskEvent } from '../../shared/api/help-desk/event.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { OutboxEvent } from '../events/outbox.ts'
import type { Principal } from '../identity/sessions.ts'
import type { Store } from '../store/store.ts'
import { desksWithin, shownDesks } from './desk-rows.ts'
import type { HelpDesk } from './help-desk.ts'
import { recoveriesById } from './recovery-rows.ts'

export interface PlacedEvent {
  readonly seq: number
  readonly event: HelpDeskEvent
}

/**
 * What was told, as it is now and as far as whoever listens may see it. All desktops and all recoveries of a batch are asked for
 * at once: a storm is told as quickly as a single press.
 */
export async function viewsOf(
  store: Store,
  helpDesk: HelpDesk,
  principal: Principal,
  told: readonly OutboxEvent[],
): Promise<PlacedEvent[]> {
  const { db } = store
  const reach = helpDesk.reach(principal)
  const idsOf = (type: OutboxEvent['type']) => told.filter((event) => event.type === type).map((event) => event.subject)
  const asked = new Set(idsOf('desktop').filter((id) => reach.ours.has(id)))
  const runs = idsOf('recovery')
  const rows =
    asked.size === 0
      ? []
      : await shownDesks(db, await desksWithin(db, { ...reach, ours: asked }, await store.now()).execute())
  const desks = new Map(rows.map((row) => [row.id, row]))
  const recoveries = new Map((await recoveriesById(db, runs)).map((row) => [row.id, row]))
  const maySee = (pool: string | null) => reach.pools === 'all' || (pool !== null && reach.pools.includes(pool))

  const view = async ({ type, subject }: OutboxEvent): Promise<HelpDeskEvent | null> => {
    switch (type) {
      case 'desktop': {
        const row = desks.get(subject)
        return row === undefined ? null : { type, row }
      }
      case 'recovery': {
        const row = recoveries.get(subject)
        return row === undefined || !maySee(row.desktop.pool) ? null : { type, row }
      }
      case 'leftovers':
        return { type, leftovers: await helpDesk.leftovers(principal, subject) }
      case 'rescue':
        return { type, rescue: await helpDesk.viewRescue(principal, subject) }
      case 'approval':
        return { type, approval: await helpDesk.approvals.view(principal, subject) }
      case 'help':
        return { type, help: await helpDesk.helping.view(principal, subject) }
      case 'incident':
        return { type, incident: (await helpDesk.incidents.view(principal, subject)).incident }
      case 'holds':
        return { type, holds: await helpDesk.holds.list(principal) }
      default:
        return null
    }
  }
  const placed: PlacedEvent[] = []
  for (const one of told) {
    const event = await view(one).catch((error: unknown) => {
      // It is beyond reach, or gone by now.
      if (error instanceof ProblemError && (error.problem.status === 404 || error.problem.status === 403)) return null
      throw error
    })
    if (event !== null) placed.push({ seq: one.seq, event })
  }
  return placed
}
