import type { DeskFile } from '../../shared/api/help-desk/desk-file.ts'
import type { DeskPage, DeskSearch } from '../../shared/api/help-desk/desks.ts'
import type { Overview, OverviewSearch } from '../../shared/api/help-desk/overview.ts'
import type { RecoveryFile, RecoveryPage, RecoverySearch } from '../../shared/api/help-desk/recoveries.ts'
import type { Found } from '../../shared/api/help-desk/search.ts'
import type { Timeline } from '../../shared/api/help-desk/timeline.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { LeftoverEntries, LeftoverPage, Leftovers, Rescue, RescueAsk } from '../../shared/api/rescue.ts'
import type { RestorePoint } from '../../shared/api/restore-point.ts'
import type { Right } from '../../shared/api/rights.ts'
import type { Tickets } from '../console/tickets.ts'
import type { Desktops } from '../desktops/desktops.ts'
import { poolsOf } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import type { Parts } from '../recovery/parts.ts'
import type { Presses } from '../recovery/presses.ts'
import type { Rescues } from '../rescue/rescues.ts'
import { pointsOf } from '../restore-points/point-view.ts'
import type { RestorePoints } from '../restore-points/points.ts'
import { Acts, runWithin } from './acts.ts'
import { Approvals } from './approvals.ts'
import { deskFile } from './desk-file.ts'
import { deskPage } from './desk-list.ts'
import { Helping } from './helping.ts'
import { Holds } from './holds.ts'
import type { Images } from './incident-features.ts'
import { Incidents } from './incidents.ts'
import { Messages } from './messages.ts'
import { overview } from './overview.ts'
import { reached, reachOf } from './reach.ts'
import { recoveryFile } from './recovery-file.ts'
import { recoveryPage } from './recovery-rows.ts'
import { search } from './search.ts'
import { Thumbnails } from './thumbnail.ts'
import { timelineOf } from './timeline.ts'

export interface HelpDeskParts {
  readonly parts: Parts
  readonly desktops: Desktops
  readonly presses: Presses
  readonly points: RestorePoints
  readonly rescues: Rescues
  readonly tickets: Tickets
  readonly images: Images
}

/**
 * What the help desk sees, and what it does for others. Each question is answered with what is within reach of whoever asks, and
 * what is beyond is as unknown as what is not there.
 */
export class HelpDesk {
  readonly #parts: Parts
  readonly #from: HelpDeskParts
  readonly #thumbnails: Thumbnails
  readonly acts: Acts
  readonly approvals: Approvals
  readonly helping: Helping
  readonly holds: Holds
  readonly incidents: Incidents
  readonly messages: Messages

  constructor(from: HelpDeskParts) {
    const { parts, presses, tickets, images } = from
    this.#parts = parts
    this.#from = from
    this.#thumbnails = new Thumbnails(parts)
    this.approvals = new Approvals(parts.store, presses)
    this.acts = new Acts(parts, presses, this.approvals)
    this.helping = new Helping(parts.store, tickets)
    this.holds = new Holds(parts.store)
    this.incidents = new Incidents(parts.store, images)
    this.messages = new Messages(parts.store)
  }

  /** What whoever asks may see. */
  reach(principal: Principal) {
    return reachOf(principal, 'desktops.see', this.#parts.desktops.keys())
  }

  async search(principal: Principal, q: string): Promise<Found> {
    const may = { kiosks: has(principal, 'kiosks.see'), hosts: has(principal, 'hosts.see') }
    return search(this.#parts.store.db, this.reach(principal), may, q)
  }

  async overview(principal: Principal, asked: OverviewSearch): Promise<Overview> {
    const seen = { reach: this.reach(principal), kiosks: has(principal, 'kiosks.see') }
    return overview(this.#parts.store.db, seen, asked)
  }

  async desktops(principal: Principal, asked: DeskSearch): Promise<DeskPage> {
    return deskPage(this.#parts.store.db, this.reach(principal), asked)
  }

  async desktop(principal: Principal, id: string): Promise<DeskFile> {
    return deskFile(this.#parts, this.#from.desktops, principal, id)
  }

  async points(principal: Principal, id: string): Promise<RestorePoint[]> {
    await this.mustReach(principal, 'desktops.see', id)
    return pointsOf(this.#parts, id)
  }

  async timeline(principal: Principal, id: string, before: string | undefined): Promise<Timeline> {
    await this.mustReach(principal, 'desktops.see', id)
    return timelineOf(this.#parts, id, before === undefined ? null : Date.parse(before))
  }

  /** PNG. Throws `no-picture`. */
  async picture(principal: Principal, id: string): Promise<Uint8Array> {
    await this.mustReach(principal, 'desktops.see', id)
    return this.#thumbnails.of(id)
  }

  /** PNG, taken while the point was checked. */
  async pointPicture(principal: Principal, id: string, pointId: string): Promise<Uint8Array> {
    await this.mustReach(principal, 'desktops.see', id)
    const row = await this.#parts.store.db
      .selectFrom('restore_point')
      .select('picture')
      .where('id', '=', pointId)
      .where('desktop_id', '=', id)
      .executeTakeFirst()
    if (row === undefined || row.picture === null) throw new ProblemError('unknown-point')
    return row.picture
  }

  async recoveries(principal: Principal, asked: RecoverySearch): Promise<RecoveryPage> {
    return recoveryPage(this.#parts.store.db, this.reach(principal), asked)
  }

  async recovery(principal: Principal, id: string): Promise<RecoveryFile> {
    await runWithin(this.#parts, principal, 'desktops.see', id)
    return recoveryFile(this.#parts.store, principal, id)
  }

  async takePoint(
    principal: Principal,
    id: string,
    { key, reason }: { readonly key: string; readonly reason: string },
  ): Promise<RestorePoint> {
    await this.mustReach(principal, 'points.take', id)
    return this.#from.points.takeFor(principal, id, { key, note: reason.slice(0, 200) })
  }

  async pin(
    principal: Principal,
    id: string,
    pointId: string,
    { pinned, reason }: { readonly pinned: boolean; readonly reason: string },
  ): Promise<RestorePoint> {
    await this.mustReach(principal, 'points.pin', id)
    return this.#from.points.pin(principal, id, pointId, pinned, reason)
  }

  async leftovers(principal: Principal, recoveryId: string): Promise<Leftovers> {
    return this.#from.rescues.leftovers(await this.#ownerOf(principal, recoveryId), recoveryId)
  }

  async leftoverEntries(principal: Principal, recoveryId: string, page: LeftoverPage): Promise<LeftoverEntries> {
    return this.#from.rescues.entries(await this.#ownerOf(principal, recoveryId), recoveryId, page)
  }

  async rescue(
    principal: Principal,
    recoveryId: string,
    { reason, ask }: { readonly reason: string; readonly ask: RescueAsk },
  ): Promise<Rescue> {
    const run = await runWithin(this.#parts, principal, 'desktops.rescue', recoveryId)
    return this.#from.rescues.askFor(principal.personId, run, ask, reason)
  }

  async viewRescue(principal: Principal, rescueId: string): Promise<Rescue> {
    const { db } = this.#parts.store
    const row = await db
      .selectFrom('rescue')
      .innerJoin('desktop', 'desktop.id', 'rescue.desktop_id')
      .select(['rescue.recovery_id', 'desktop.owner_id'])
      .where('rescue.id', '=', rescueId)
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-rescue')
    await this.#ownerOf(principal, row.recovery_id).catch((error: unknown) => {
      throw error instanceof ProblemError && error.is('unknown-recovery') ? new ProblemError('unknown-rescue') : error
    })
    return this.#from.rescues.view(row.owner_id, rescueId)
  }

  /** Throws `unknown-desktop`, or `not-allowed` for one that may be seen. */
  async mustReach(principal: Principal, right: Right, id: string): Promise<void> {
    await reached(this.#parts.store.db, principal, right, id, this.#parts.desktops)
  }

  async #ownerOf(principal: Principal, recoveryId: string): Promise<string> {
    const { desktop_id } = await runWithin(this.#parts, principal, 'desktops.rescue', recoveryId)
    const { owner_id } = await this.#parts.store.db
      .selectFrom('desktop')
      .select('owner_id')
      .where('id', '=', desktop_id)
      .executeTakeFirstOrThrow()
    return owner_id
  }
}

function has(principal: Principal, right: Right): boolean {
  return poolsOf(principal, right).length > 0
}
