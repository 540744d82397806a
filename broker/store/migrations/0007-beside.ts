import type { Migration } from './migration.ts'

/** A machine that was started beside the old one; how long memory takes to be saved; desktops that are without their share. */
export const beside: Migration = ({ integer }) => [
  `alter table run add column beside text`,
  `alter table run add column save_ms ${integer}`,
  `alter table desktop add column share_missing_since ${integer}`,
]
