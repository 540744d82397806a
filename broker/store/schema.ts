import type { Generated } from 'kysely'
import type { Brings, DiskOnly, Mark, Outcome, RunKind } from '../../shared/api/recovery.ts'
import type { Consistency, PointReason } from '../../shared/api/restore-point.ts'
import type { AuditTables } from './schema/audit.ts'
import type { HelpDeskTables } from './schema/help-desk.ts'
import type { IdentityTables } from './schema/identity.ts'

/** Moments are ms since 1970 by the database's clock; flags are 0 or 1; `*_json` holds what its schema in shared/ says. */
export interface Database extends IdentityTables, HelpDeskTables, AuditTables {
  console_ticket: ConsoleTicketTable
  desktop: DesktopTable
  restore_point: RestorePointTable
  policy: PolicyTable
  announcement: AnnouncementTable
  announced_desktop: AnnouncedDesktopTable
  instance: InstanceTable
  run: RunTable
  press: PressTable
  run_mark: RunMarkTable
  undo_point: UndoPointTable
  leftovers: LeftoversTable
  leftover: LeftoverTable
  rescue: RescueTable
  desktop_changes: DesktopChangesTable
  duty: DutyTable
  store_identity: StoreIdentityTable
  kiosk: KioskTable
  kiosk_enrolment: KioskEnrolmentTable
  kiosk_nonce: KioskNonceTable
  desktop_console: DesktopConsoleTable
  event: EventTable
}

export interface ConsoleTicketTable {
  /** SHA-256 of the ticket, hex. */
  id: string
  session_id: string
  desktop_id: string
  expires_at: number
  used_at: number | null
  /** It opens the picture for the help desk, as far as that was allowed; null: it is for the desktop's person. */
  help_id: Generated<string | null>
}

export interface DesktopTable {
  id: string
  name: string
  owner_id: string
  generation: Generated<number>
  /** The next number to give; numbers are never given twice. */
  next_number: Generated<number>
  /** The pointer: which machine and which disk are this desktop. Both null until it was made ready. */
  instance_n: number | null
  overlay_n: number | null
  /** A recovery was handed over: only the help desk clears it. */
  needs_help: Generated<number>
  pool: string | null
  /** When its schedule wants to be looked at next; null: never. */
  next_due: number | null
  /** Where its machines run and its disks are: what carries several recoveries at once, or is not asked for more. */
  host: Generated<string>
  storage: Generated<string>
  /** Its person was let in without their share, which is to be mounted as soon as it can be; null: it was mounted. */
  share_missing_since: Generated<number | null>
}

export interface RestorePointTable {
  id: string
  desktop_id: string
  /** o-n, sealed; and m-n, if it is warm. */
  overlay_n: number
  image_n: number | null
  taken_at: number
  proof: 'unproven' | 'proving' | 'known-good' | 'failed'
  proven_at: number | null
  checks_json: string
  picture: Buffer | null
  /** Only what is `there` may be gone to, and nothing that is being deleted, or was, has a proof. */
  state: Generated<'taking' | 'there' | 'deleting' | 'gone'>
  /** o-n that the running desktop wrote to until then; null for one that was made of the golden image. */
  captured_n: number | null
  consistency: Generated<Consistency>
  reason: Generated<PointReason>
  note: string | null
  /** The person who asked for it. */
  taken_by: string | null
  /** Never thinned. */
  pinned: Generated<number>
  /** Why it could not be taken, or is not known to be good. */
  problem: string | null
  /** The clone that is being checked now. */
  proof_n: number | null
  proof_tries: Generated<number>
  /** When it wants to be checked, for the first time or again; null: it need not be. */
  proof_due: number | null
  /** What it was checked by and on: of another, it is checked again. */
  proven_with: string | null
  size_bytes: Generated<number>
  memory_bytes: Generated<number>
}

/** Every version of every policy; the greatest of a scope is the one that counts. */
export interface PolicyTable {
  seq: Generated<number>
  /** `default`, `pool:NAME` or `desktop:ID`. */
  scope: string
  version: number
  /** A PolicyPatch. */
  body_json: string
  /** Of the configuration file, which is followed until somebody changes it, or of a person. */
  source: 'config' | 'api'
  made_at: number
  made_by: string | null
}

/** A change that an administrator is about to make. */
export interface AnnouncementTable {
  id: string
  press_key: string
  scope: string
  note: string
  made_at: number
  made_by: string
}

export interface AnnouncedDesktopTable {
  announcement_id: string
  desktop_id: string
  point_id: string | null
  state: 'waiting' | 'taken' | 'failed'
}

/** One row for each instance number that was ever given: what became of it. */
export interface InstanceTable {
  desktop_id: string
  n: number
  run_id: string | null
  /** It must not live on. For ever. */
  condemned_at: number | null
}

export interface RunTable {
  id: string
  desktop_id: string
  kind: RunKind
  pressed_by: string | null
  generation_seen: number
  point_id: string | null
  /** For undo: the run whose undo point it goes back to. */
  undo_of: string | null
  mark: Mark
  outcome: Outcome | null
  problem_json: string | null
  attempt: number
  way_back: number
  /** Rises with every claim; a step records only under the fence that it began with. */
  fence: number
  /** The broker that carries it (`Holder`), and until when, unless it says so again. */
  lease_owner: Generated<string | null>
  lease_until: Generated<number | null>
  /** What this attempt makes. */
  instance_n: number | null
  overlay_n: number | null
  /** What was the desktop before. */
  old_instance_n: number | null
  old_overlay_n: number | null
  /** The point that this attempt goes to, if it is not the first; and whether it goes without memory. */
  attempt_point_id: Generated<string | null>
  attempt_cold: Generated<number>
  /** m-n that the old machine's memory may be saved to; then m-n that it was, and how large that is, or why it was not. */
  save_n: Generated<number | null>
  saved_n: Generated<number | null>
  saved_bytes: Generated<number | null>
  disk_only: Generated<DiskOnly | null>
  /** How long that save took, or would have taken if it had been waited for. */
  save_ms: Generated<number | null>
  /** This attempt's machine was started while the old one was still there; `ready`: and may be let on the network as it is. */
  beside: Generated<'started' | 'ready' | null>
  /** What an undo, or the way back, brought back. */
  brought: Generated<Brings | null>
  pressed_at: number
  ended_at: number | null
}

/** Every key that was ever answered with a run. */
export interface PressTable {
  key: string
  run_id: string
  desktop_id: string
  /** What was pressed for, so that a key used for something else is noticed. */
  what: string
}

export interface RunMarkTable {
  run_id: string
  attempt: number
  mark: Mark
  at: number
}

export interface UndoPointTable {
  run_id: string
  desktop_id: string
  overlay_n: number
  size_bytes: number
  changed_ms: number
  sealed_at: number
  kept_until: number
  state: 'kept' | 'deleting' | 'gone'
  /** m-n, if its memory is kept, too: with it what was not saved. It holds secrets, and goes when the disk goes. */
  image_n: Generated<number | null>
  memory_bytes: Generated<number>
  /** Why it is not. */
  disk_only: Generated<DiskOnly | null>
}

/** What the disk kept by a recovery has that its point has not. */
export interface LeftoversTable {
  recovery_id: string
  desktop_id: string
  state: 'waiting' | 'scanning' | 'ready' | 'failed'
  /** The helper that reads the disks; one broker at a time has it (duty.ts). */
  instance_n: number | null
  kept_n: number
  /** What it is compared with; null: the golden image. */
  base_n: number | null
  tries: number
  asked_at: number
  scanned_at: number | null
  problem_json: string | null
  added: number
  changed: number
  removed: number
  bytes: number
  listed: number
  folders_json: string
}

export interface LeftoverTable {
  recovery_id: string
  /** In the order in which they are shown: the person's own first. */
  place: number
  folder: number
  /** A DiskPath. */
  path: string
  type: 'file' | 'folder' | 'link' | 'other'
  change: 'added' | 'changed' | 'removed'
  size_bytes: number
  changed_at: number | null
}

export interface RescueTable {
  id: string
  press_key: string
  recovery_id: string
  desktop_id: string
  asked_by: string
  /** A RescueAsk without its key. */
  ask_json: string
  state: 'waiting' | 'copying' | 'ended'
  outcome: 'copied' | 'partly' | 'failed' | null
  instance_n: number | null
  kept_n: number
  asked_at: number
  ended_at: number | null
  folder: string | null
  copied_files: number
  copied_bytes: number
  of_files: number
  of_bytes: number
  renamed: number
  skipped_files: number
  skipped_json: string
  problem_json: string | null
}

/** What the last look into a running desktop found changed since its point. */
export interface DesktopChangesTable {
  desktop_id: string
  point_id: string
  at: number
  folders_json: string
  more: number
}

/** What one broker at a time does; see duty.ts. */
export interface DutyTable {
  name: string
  owner: string
  until: number
}

/** An enrolled kiosk, or one that was. */
export interface KioskTable {
  /** SHA-256 of its public key, base64url. */
  id: string
  /** Ed25519, 32 bytes, base64url. */
  public_key: string
  name: string
  place: string | null
  /** The desktop that it connects to by itself. */
  desktop_id: string | null
  /** argon2id, PHC string; null: none is asked for. */
  pin_hash: string | null
  /** Looked at by the kiosk itself. */
  settings_pin: string | null
  approved_at: number
  approved_by: string
  seen_at: number | null
  /** For ever: a kiosk that comes back has another key. */
  revoked_at: number | null
}

/** A kiosk that asks to be enrolled. */
export interface KioskEnrolmentTable {
  public_key: string
  code: string
  name: string
  /** The address that it asked from. */
  asked_from: string
  asked_at: number
  expires_at: number
}

/** What signed requests were heard already, for as long as they could be sent again. */
export interface KioskNonceTable {
  kiosk_id: string
  nonce: string
  until: number
}

/** Where the picture of a desktop is open. */
export interface DesktopConsoleTable {
  desktop_id: string
  session_id: string
  opened_at: number
}

export interface StoreIdentityTable {
  id: string
}

export interface EventTable {
  seq: Generated<number>
  at: number
  /** Whose: the owner of the desktop it is about. */
  person_id: string
  /** What changed; the reader fetches how it is now. */
  type:
    | 'desktop'
    | 'recovery'
    | 'leftovers'
    | 'rescue'
    | 'session-ended'
    | 'console-taken'
    | 'approval'
    | 'help'
    | 'incident'
    | 'holds'
  subject: string
}
