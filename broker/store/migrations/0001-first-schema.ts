import type { Migration } from './migration.ts'

/** Everything as the first version needs it. Never changed afterwards: what comes later is a migration of its own. */
export const firstSchema: Migration = ({ integer, bytes, numbered, strict, appendOnly }) => [
  `create table person (
    id text primary key, name text not null unique, display_name text not null, password_hash text not null)${strict}`,
  `create table session (
    id text primary key, person_id text not null references person(id),
    created_at ${integer} not null, expires_at ${integer} not null)${strict}`,
  `create table sign_in_failure (name text primary key, count ${integer} not null, blocked_until ${integer} not null)${strict}`,
  `create table desktop (
    id text primary key, name text not null, owner_id text not null references person(id),
    generation ${integer} not null default 0, next_number ${integer} not null default 1,
    instance_n ${integer}, overlay_n ${integer}, needs_help ${integer} not null default 0)${strict}`,
  `create table console_ticket (
    id text primary key, session_id text not null, desktop_id text not null references desktop(id),
    expires_at ${integer} not null, used_at ${integer})${strict}`,
  `create table restore_point (
    id text primary key, desktop_id text not null references desktop(id), overlay_n ${integer} not null, image_n ${integer},
    taken_at ${integer} not null, proof text not null check (proof in ('unproven', 'proving', 'known-good', 'failed')),
    proven_at ${integer}, checks_json text not null, picture ${bytes})${strict}`,
  `create table instance (
    desktop_id text not null references desktop(id), n ${integer} not null, run_id text, condemned_at ${integer},
    primary key (desktop_id, n))${strict}`,
  `create table run (
    id text primary key, desktop_id text not null references desktop(id), kind text not null,
    pressed_by text, generation_seen ${integer} not null, point_id text references restore_point(id),
    undo_of text references run(id), mark text not null, outcome text, problem_json text,
    attempt ${integer} not null, way_back ${integer} not null, fence ${integer} not null,
    instance_n ${integer}, overlay_n ${integer}, old_instance_n ${integer}, old_overlay_n ${integer},
    pressed_at ${integer} not null, ended_at ${integer})${strict}`,
  `create table press (
    key text primary key, run_id text not null references run(id), desktop_id text not null, what text not null)${strict}`,
  // At most one operation on a desktop: the database refuses the second, whoever asks.
  `create unique index run_open on run(desktop_id) where outcome is null`,
  `create index run_of_desktop on run(desktop_id, pressed_at)`,
  `create table run_mark (
    run_id text not null references run(id), attempt ${integer} not null, mark text not null, at ${integer} not null,
    primary key (run_id, attempt, mark))${strict}`,
  `create table undo_point (
    run_id text primary key references run(id), desktop_id text not null references desktop(id), overlay_n ${integer} not null,
    size_bytes ${integer} not null, changed_ms ${integer} not null, sealed_at ${integer} not null, kept_until ${integer} not null,
    state text not null check (state in ('kept', 'deleting', 'gone')))${strict}`,
  `create table event (
    seq ${numbered}, at ${integer} not null, person_id text not null, type text not null,
    subject text not null)${strict}`,
  `create index event_of_person on event(person_id, seq)`,
  `create table audit (
    seq ${numbered}, at ${integer} not null, actor text not null, action text not null,
    subject text not null, detail_json text not null, previous text not null, hash text not null unique)${strict}`,
  // What is written down stays written down.
  ...appendOnly('audit', 'the audit trail is append-only'),
]
