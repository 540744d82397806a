import type { Migration } from './migration.ts'

/** Where people come from and what their groups give them; second factors; sign-in elsewhere; programs that sign in. */
export const people: Migration = ({ integer, bytes, strict }) => [
  `alter table person add column pools_json text`,
  `alter table person add column source text not null default 'config'`,
  `alter table person add column sign_in text not null default 'password'`,
  `alter table person add column external_id text`,
  `alter table person add column made_at ${integer}`,
  `alter table person add column signed_in_at ${integer}`,
  `alter table person add column locked_at ${integer}`,
  `alter table person add column gone_at ${integer}`,
  `alter table person add column deleted_at ${integer}`,
  `alter table person add column first_password_until ${integer}`,
  // Until now, this was how somebody was marked whom the configuration names no longer.
  `update person set gone_at = 0 where password_hash = ''`,
  `create unique index person_external on person(sign_in, external_id) where external_id is not null`,
  `create table person_group (
    person_id text not null references person(id), name text not null, role text not null, pools_json text,
    primary key (person_id, name))${strict}`,
  `alter table session add column opened_from text`,
  `alter table session add column browser text`,
  `alter table session add column own_only ${integer} not null default 0`,
  `create index session_of_person on session(person_id)`,
  `create table sign_in_ticket (
    id text primary key, person_id text not null references person(id), challenge text,
    tries ${integer} not null default 0, expires_at ${integer} not null)${strict}`,
  `create table totp (
    person_id text primary key references person(id), secret text not null, made_at ${integer} not null,
    confirmed_at ${integer}, last_step ${integer} not null)${strict}`,
  `create table passkey (
    id text primary key, person_id text not null references person(id), name text not null, public_key ${bytes} not null,
    counter ${integer} not null, transports_json text not null, made_at ${integer} not null, used_at ${integer})${strict}`,
  `create table recovery_code (id text primary key, person_id text not null references person(id))${strict}`,
  `create table oidc_attempt (
    id text primary key, browser text not null, nonce text not null, verifier text not null, page text not null,
    expires_at ${integer} not null)${strict}`,
  `create table service_token (
    id text primary key, digest text not null unique, person_id text not null references person(id), name text not null,
    rights_json text not null, pools_json text, made_at ${integer} not null, made_by text not null,
    expires_at ${integer} not null, used_at ${integer})${strict}`,
]
