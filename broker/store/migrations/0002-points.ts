import type { Migration } from './migration.ts'

/** Restore points of desktops that run, what they are taken and kept by, and who may say so. */
export const points: Migration = ({ integer, numbered, strict }) => [
  // What is being deleted, or was, is no point that anybody may go to: its proof is taken from it in the same transaction.
  `alter table restore_point add column state text not null default 'there' check (state in ('taking', 'there', 'deleting', 'gone'))`,
  `alter table restore_point add column captured_n ${integer}`,
  `alter table restore_point add column consistency text not null default 'at-rest'`,
  `alter table restore_point add column reason text not null default 'first'`,
  `alter table restore_point add column note text`,
  `alter table restore_point add column taken_by text`,
  `alter table restore_point add column pinned ${integer} not null default 0`,
  `alter table restore_point add column problem text`,
  `alter table restore_point add column proof_n ${integer}`,
  `alter table restore_point add column proof_tries ${integer} not null default 0`,
  `alter table restore_point add column proof_due ${integer}`,
  `alter table restore_point add column proven_with text`,
  `alter table restore_point add column size_bytes ${integer} not null default 0`,
  `alter table restore_point add column memory_bytes ${integer} not null default 0`,
  `create index restore_point_of_desktop on restore_point(desktop_id, taken_at)`,
  `create index restore_point_due on restore_point(proof_due) where proof_due is not null`,
  `alter table desktop add column pool text`,
  `alter table desktop add column next_due ${integer}`,
  `create index desktop_due on desktop(next_due) where next_due is not null`,
  `create index undo_point_due on undo_point(kept_until) where state = 'kept'`,
  `alter table person add column role text not null default 'user'`,
  // Each change of a policy is a row: who, when, and what it was before.
  `create table policy (
    seq ${numbered}, scope text not null, version ${integer} not null, body_json text not null, source text not null,
    made_at ${integer} not null, made_by text, unique (scope, version))${strict}`,
  `create table announcement (
    id text primary key, press_key text not null unique, scope text not null, note text not null,
    made_at ${integer} not null, made_by text not null)${strict}`,
  `create table announced_desktop (
    announcement_id text not null references announcement(id), desktop_id text not null references desktop(id),
    point_id text, state text not null, primary key (announcement_id, desktop_id))${strict}`,
  `create index announced_waiting on announced_desktop(desktop_id) where state = 'waiting'`,
]
