import type { Migration } from './migration.ts'

/** Memory in the undo point, which way an attempt takes, and where a desktop's machines run and its disks are. */
export const ladder: Migration = ({ integer }) => [
  `alter table run add column attempt_point_id text references restore_point(id)`,
  `alter table run add column attempt_cold ${integer} not null default 0`,
  `alter table run add column save_n ${integer}`,
  `alter table run add column saved_n ${integer}`,
  `alter table run add column saved_bytes ${integer}`,
  `alter table run add column disk_only text`,
  `alter table run add column brought text`,
  `alter table undo_point add column image_n ${integer}`,
  `alter table undo_point add column memory_bytes ${integer} not null default 0`,
  `alter table undo_point add column disk_only text`,
  `alter table desktop add column host text not null default 'local'`,
  `alter table desktop add column storage text not null default 'local'`,
  // Who waits, and what runs: asked for whenever something is pressed or ends.
  `create index run_unfinished on run(pressed_at) where outcome is null`,
  `create index run_ended on run(ended_at)`,
]
