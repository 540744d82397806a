import { randomUUID } from 'node:crypto'
import { Tickets } from '../../../broker/console/tickets.ts'
import { HelpDesk } from '../../../broker/help-desk/help-desk.ts'
import type { Principal } from '../../../broker/identity/sessions.ts'
import { Rescues } from '../../../broker/rescue/rescues.ts'
import { RestorePoints } from '../../../broker/restore-points/points.ts'
import { type Role, rightsOf } from '../../../shared/api/rights.ts'
import type { Place } from '../../rigs/stores.ts'
import { DESKTOP, Mortal, PERSON, Rig } from '../recovery/rig.ts'

export { DESKTOP, PERSON }

/** One desktop that runs on a fake host, the help desk over it, and people who work there. */
export class HelpDeskRig {
  readonly rig: Rig
  readonly helpDesk: HelpDesk
  readonly tickets: Tickets

  private constructor(rig: Rig) {
    this.rig = rig
    this.tickets = new Tickets(rig.store)
    this.helpDesk = this.over([DESKTOP])
  }

  /** The help desk of a broker that is configured with these desktops. */
  over(ids: readonly string[]): HelpDesk {
    const { rig, tickets } = this
    const parts = { ...rig.partsOf(new Mortal()), desktops: new Map(ids.map((id) => [id, rig.settings()])) }
    return new HelpDesk({
      parts,
      desktops: rig.desktops,
      presses: rig.presses,
      points: new RestorePoints(parts),
      rescues: new Rescues(parts),
      tickets,
      images: new Map(ids.map((id) => [id, 'debian'])),
    })
  }

  static async make(place?: Place): Promise<HelpDeskRig> {
    return new HelpDeskRig(await Rig.ready(place))
  }

  /** Somebody with a role, for some pools or everywhere, signed in. */
  async person(name: string, role: Role, pools: readonly string[] | null = null): Promise<Principal> {
    const { db } = this.rig.store
    const personId = `p-${name}`
    await db.insertInto('person').values({ id: personId, name, display_name: name, password_hash: '-', role }).execute()
    return this.session(personId, name, role, pools)
  }

  async session(
    personId: string,
    name: string,
    role: Role,
    pools: readonly string[] | null = null,
  ): Promise<Principal> {
    const sessionId = randomUUID()
    const now = await this.rig.store.now()
    const expiresAt = now + 60 * 60_000
    await this.rig.store.db
      .insertInto('session')
      .values({ id: sessionId, person_id: personId, created_at: now, expires_at: expiresAt })
      .execute()
    return {
      sessionId,
      personId,
      name,
      displayName: name,
      role,
      expiresAt,
      kioskId: null,
      desktopId: null,
      grants: [{ rights: rightsOf[role], pools }],
      isService: false,
      ownOnly: false,
      since: now,
    }
  }

  /** What an act on the desktop, as it is now, is asked with. */
  async act(reason = 'asked by phone') {
    return { key: randomUUID(), generation: (await this.rig.row()).generation, reason }
  }

  async inPool(pool: string | null): Promise<void> {
    await this.rig.store.db.updateTable('desktop').set({ pool }).execute()
  }

  /** Lines of the trail whose action begins so: who did what, and their detail. */
  async audit(action: string) {
    const rows = await this.rig.store.db
      .selectFrom('audit')
      .selectAll()
      .where('action', 'like', `${action}%`)
      .orderBy('seq')
      .execute()
    return rows.map((row) => ({
      actor: row.actor,
      action: row.action,
      subject: row.subject,
      detail: JSON.parse(row.detail_json) as Record<string, unknown>,
    }))
  }

  async close(): Promise<void> {
    await this.rig.close()
  }
}
