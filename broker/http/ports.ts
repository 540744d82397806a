import type { Announce, Announcement } from '../../shared/api/announcement.ts'
import type { Desktop } from '../../shared/api/desktop.ts'
import type { ChangePolicy, PolicyVersion, PolicyView } from '../../shared/api/policy.ts'
import type { Press, Recovery, UndoPress } from '../../shared/api/recovery.ts'
import type { LeftoverEntries, LeftoverPage, Leftovers, Rescue, RescueAsk } from '../../shared/api/rescue.ts'
import type { RestorePoint, TakePoint } from '../../shared/api/restore-point.ts'
import type { OutboxEvent } from '../events/outbox.ts'
import type { ToldEvent } from '../events/tail.ts'

/** What HTTP asks of the parts behind it. All of them answer with what is the person's, and throw `ProblemError`. */

interface Asker {
  readonly personId: string
  readonly name: string
}

export interface DesktopsPort {
  ofPerson(personId: string): Promise<Desktop[]>
  one(personId: string, desktopId: string): Promise<Desktop>
  points(personId: string, desktopId: string): Promise<RestorePoint[]>
  pointPicture(personId: string, desktopId: string, pointId: string): Promise<Uint8Array>
}

export interface PointsPort {
  take(asker: Asker, desktopId: string, point: TakePoint): Promise<RestorePoint>
  pin(asker: Asker, desktopId: string, pointId: string, pinned: boolean): Promise<RestorePoint>
}

export interface AnnouncementsPort {
  announce(asker: Asker, change: Announce): Promise<Announcement>
  view(id: string): Promise<Announcement>
}

export interface PoliciesPort {
  view(scope: string): Promise<PolicyView>
  versions(scope: string): Promise<PolicyVersion[]>
  change(asker: Asker, scope: string, change: ChangePolicy): Promise<PolicyView>
}

export interface PressesPort {
  /** `kioskId`: where it was pressed; null: at no enrolled kiosk. */
  press(personId: string, desktopId: string, press: Press, kioskId: string | null): Promise<Recovery>
  undo(personId: string, recoveryId: string, press: UndoPress, kioskId: string | null): Promise<Recovery>
  cancel(personId: string, recoveryId: string): Promise<Recovery>
  view(personId: string, recoveryId: string): Promise<Recovery>
}

export interface RescuesPort {
  leftovers(personId: string, recoveryId: string): Promise<Leftovers>
  entries(personId: string, recoveryId: string, page: LeftoverPage): Promise<LeftoverEntries>
  ask(personId: string, recoveryId: string, ask: RescueAsk): Promise<Rescue>
  view(personId: string, rescueId: string): Promise<Rescue>
}

export interface OutboxPort {
  since(personId: string, seq: number, limit: number): Promise<OutboxEvent[]>
  newest(): Promise<number>
}

/** What the help desk's stream reads: what was told to anybody. */
export interface HelpDeskOutboxPort extends OutboxPort {
  sinceOfAll(seq: number, limit: number): Promise<OutboxEvent[]>
  oldest(): Promise<number>
}

export interface TailPort {
  listen(hear: (event: ToldEvent) => void): () => void
}
