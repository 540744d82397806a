import type { Migration } from './migration.ts'

/** What kept disks hold that points have not, copies of it to shares, and what changes in desktops that run. */
export const rescue: Migration = ({ integer, strict }) => [
  `create table leftovers (
    recovery_id text primary key references run(id), desktop_id text not null references desktop(id),
    state text not null check (state in ('waiting', 'scanning', 'ready', 'failed')),
    instance_n ${integer}, kept_n ${integer} not null, base_n ${integer},
    tries ${integer} not null, asked_at ${integer} not null, scanned_at ${integer}, problem_json text,
    added ${integer} not null, changed ${integer} not null, removed ${integer} not null, bytes ${integer} not null,
    listed ${integer} not null, folders_json text not null)${strict}`,
  `create table leftover (
    recovery_id text not null references leftovers(recovery_id), place ${integer} not null, folder ${integer} not null,
    path text not null, type text not null, change text not null, size_bytes ${integer} not null, changed_at ${integer},
    primary key (recovery_id, place))${strict}`,
  `create index leftover_of_folder on leftover(recovery_id, folder, place)`,
  `create table rescue (
    id text primary key, press_key text not null unique, recovery_id text not null references run(id),
    desktop_id text not null references desktop(id), asked_by text not null, ask_json text not null,
    state text not null check (state in ('waiting', 'copying', 'ended')), outcome text,
    instance_n ${integer}, kept_n ${integer} not null,
    asked_at ${integer} not null, ended_at ${integer}, folder text,
    copied_files ${integer} not null, copied_bytes ${integer} not null, of_files ${integer} not null, of_bytes ${integer} not null,
    renamed ${integer} not null, skipped_files ${integer} not null, skipped_json text not null, problem_json text)${strict}`,
  // One at a time on a desktop: the database refuses the second, whoever asks.
  `create unique index rescue_open on rescue(desktop_id) where ended_at is null`,
  `create index rescue_of_recovery on rescue(recovery_id, asked_at)`,
  `create table desktop_changes (
    desktop_id text primary key references desktop(id), point_id text not null references restore_point(id),
    at ${integer} not null, folders_json text not null, more ${integer} not null)${strict}`,
]
