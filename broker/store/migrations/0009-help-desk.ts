import type { Migration } from './migration.ts'

/** What the help desk sees and does: how machines are, who pressed for whom and why, holds, help with consent, messages. */
export const helpDesk: Migration = ({ integer, strict }) => [
  `create table desktop_machine (
    desktop_id text primary key references desktop(id), state text not null, noted_at ${integer} not null)${strict}`,
  `create table run_origin (
    run_id text primary key references run(id), press_key text not null, desk ${integer} not null, reason text, kiosk text,
    even_unproven ${integer} not null default 0)${strict}`,
  `create table hold (
    scope text primary key, reason text not null, at ${integer} not null, by_id text not null, incident_id text)${strict}`,
  `create table help (
    id text primary key, press_key text not null unique, desktop_id text not null references desktop(id),
    by_id text not null, session_id text not null, reason text not null, wants text not null, allowed text,
    state text not null, asked_at ${integer} not null, answer_by ${integer} not null, answered_at ${integer},
    ended_at ${integer}, consoles ${integer} not null default 0)${strict}`,
  // One at a time asks for a picture, or sees it.
  `create unique index help_open on help(desktop_id) where state in ('asked', 'allowed')`,
  `create table message (
    id text primary key, press_key text not null, desktop_id text not null references desktop(id), text text not null,
    by_id text not null, sent_at ${integer} not null, read_at ${integer}, incident_id text,
    unique (press_key, desktop_id))${strict}`,
  `create index message_unread on message(desktop_id, sent_at) where read_at is null`,
  `create table point_bytes_day (day text primary key, bytes ${integer} not null)${strict}`,
  `alter table console_ticket add column help_id text`,
  `create index desktop_of_person on desktop(owner_id)`,
  `create index run_pressed on run(pressed_at)`,
  `create index run_undo_of on run(undo_of) where undo_of is not null`,
  `create index restore_point_good on restore_point(desktop_id, taken_at) where proof = 'known-good'`,
  `create index audit_of_subject on audit(subject, seq)`,
]
