import type { Migration } from './migration.ts'

/** What waits for a second person; presses that come together, and what is offered because of them. */
export const approvals: Migration = ({ integer, strict }) => [
  `create table approval (
    id text primary key, press_key text not null unique, desktop_id text not null references desktop(id),
    act text not null, generation ${integer} not null, point_id text, even_unproven ${integer} not null, undo_of text,
    why_json text not null, reason text not null, asked_by text not null, asked_at ${integer} not null,
    until ${integer} not null, state text not null, decided_by text, decided_at ${integer}, word text,
    run_id text, problem text)${strict}`,
  // What two of them ask for at once nobody can weigh.
  `create unique index approval_waits on approval(desktop_id) where state = 'waiting'`,
  `create index approval_settled on approval(decided_at)`,
  `create table incident (
    id text primary key, feature text not null, value text not null, pressed ${integer} not null,
    of_all ${integer} not null, feature_at ${integer}, state text not null, opened_at ${integer} not null,
    first_at ${integer} not null, last_at ${integer} not null, closed_at ${integer}, closed_by text,
    offered_at ${integer}, offer_key text)${strict}`,
  `create unique index incident_open on incident(feature, value) where state = 'open'`,
  `create table incident_run (
    run_id text primary key references run(id), incident_id text not null references incident(id))${strict}`,
  `create index incident_run_of on incident_run(incident_id)`,
  `create table incident_note (
    id text primary key, incident_id text not null references incident(id), at ${integer} not null, by_id text not null,
    text text not null)${strict}`,
  `create table offer (
    id text primary key, incident_id text not null references incident(id),
    desktop_id text not null references desktop(id), reason text not null, at ${integer} not null, state text not null,
    answered_at ${integer}, unique (incident_id, desktop_id))${strict}`,
  `create index offer_waits on offer(desktop_id) where state = 'waiting'`,
]
