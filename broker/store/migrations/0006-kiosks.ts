import type { Migration } from './migration.ts'

/** Kiosks with keys of their own, the sessions that are theirs, and where a desktop's picture is open. */
export const kiosks: Migration = ({ integer, strict }) => [
  `create table kiosk (
    id text primary key, public_key text not null unique, name text not null, place text,
    desktop_id text references desktop(id), pin_hash text, settings_pin text,
    approved_at ${integer} not null, approved_by text not null, seen_at ${integer}, revoked_at ${integer})${strict}`,
  // Names tell kiosks apart, so the database refuses the second.
  `create unique index kiosk_name on kiosk(name) where revoked_at is null`,
  `create table kiosk_enrolment (
    public_key text primary key, code text not null unique, name text not null, asked_from text not null,
    asked_at ${integer} not null, expires_at ${integer} not null)${strict}`,
  `create table kiosk_nonce (
    kiosk_id text not null, nonce text not null, until ${integer} not null, primary key (kiosk_id, nonce))${strict}`,
  `create index kiosk_nonce_over on kiosk_nonce(until)`,
  `create table desktop_console (
    desktop_id text primary key references desktop(id), session_id text not null, opened_at ${integer} not null)${strict}`,
  `alter table session add column kiosk_id text references kiosk(id)`,
  `alter table session add column desktop_id text`,
]
