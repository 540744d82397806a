import type { Generated } from 'kysely'

/** What the help desk sees and does. */
export interface HelpDeskTables {
  desktop_machine: DesktopMachineTable
  run_origin: RunOriginTable
  hold: HoldTable
  help: HelpTable
  message: MessageTable
  point_bytes_day: PointBytesDayTable
  approval: ApprovalTable
  incident: IncidentTable
  incident_run: IncidentRunTable
  incident_note: IncidentNoteTable
  offer: OfferTable
}

/** How a desktop's machine was when it was last looked at: lists can't ask thousands of machines. */
export interface DesktopMachineTable {
  desktop_id: string
  state: 'running' | 'stopped' | 'off'
  noted_at: number
}

/** Where a run that somebody asked for came from. */
export interface RunOriginTable {
  run_id: string
  /** The key that made it: another that is answered with it saw what was under way. */
  press_key: string
  /** It was asked for by the help desk, for somebody. */
  desk: number
  reason: string | null
  kiosk: string | null
  /** Its point was gone to although it was not known to be good. */
  even_unproven: Generated<number>
}

export interface HoldTable {
  /** `desktop:ID` or `pool:NAME`. */
  scope: string
  reason: string
  at: number
  by_id: string
  /** It is let go when this is closed. */
  incident_id: string | null
}

/** Somebody of the help desk asks to see a picture, or sees it. */
export interface HelpTable {
  id: string
  press_key: string
  desktop_id: string
  by_id: string
  /** The session that it is bound to. */
  session_id: string
  reason: string
  wants: 'view' | 'control'
  allowed: 'view' | 'control' | null
  state: 'asked' | 'allowed' | 'refused' | 'timed-out' | 'ended'
  asked_at: number
  answer_by: number
  answered_at: number | null
  ended_at: number | null
  /** How many consoles are open for it. */
  consoles: Generated<number>
}

export interface MessageTable {
  id: string
  press_key: string
  desktop_id: string
  text: string
  by_id: string
  sent_at: number
  read_at: number | null
  incident_id: string | null
}

/** What all points took when a day was last looked at, UTC. */
export interface PointBytesDayTable {
  day: string
  bytes: number
}

/** Something that waits for a second person, or was settled. */
export interface ApprovalTable {
  id: string
  press_key: string
  desktop_id: string
  act: 'recover' | 'restart' | 'undo' | 'rebuild'
  generation: number
  point_id: string | null
  even_unproven: number
  undo_of: string | null
  why_json: string
  reason: string
  asked_by: string
  asked_at: number
  until: number
  state: 'waiting' | 'agreed' | 'refused' | 'timed-out' | 'withdrawn' | 'could-not'
  decided_by: string | null
  decided_at: number | null
  word: string | null
  run_id: string | null
  problem: string | null
}

/** Presses that come together. */
export interface IncidentTable {
  id: string
  feature: 'pool' | 'host' | 'storage' | 'image' | 'change'
  value: string
  /** Of so many that pressed when it was opened, and of all desktops, so many have it. */
  pressed: number
  of_all: number
  /** Of a change: when it was announced. */
  feature_at: number | null
  state: 'open' | 'closed'
  opened_at: number
  first_at: number
  last_at: number
  closed_at: number | null
  closed_by: string | null
  offered_at: number | null
  offer_key: string | null
}

export interface IncidentRunTable {
  run_id: string
  incident_id: string
}

export interface IncidentNoteTable {
  id: string
  incident_id: string
  at: number
  by_id: string
  text: string
}

/** A recovery that somebody is offered because others pressed. */
export interface OfferTable {
  id: string
  incident_id: string
  desktop_id: string
  reason: string
  at: number
  state: 'waiting' | 'taken' | 'declined' | 'withdrawn'
  answered_at: number | null
}
