import type { Migration } from './migration.ts'

/** Who carries a run or has a duty, and until when, unless they say so again. */
export const severalBrokers: Migration = ({ name, integer, strict }) => [
  `alter table run add column lease_owner text`,
  `alter table run add column lease_until ${integer}`,
  `create table duty (name text primary key, owner text not null, until ${integer} not null)${strict}`,
  // One row: which database this is, so that disks of another one are not taken for its own.
  `create table store_identity (id text primary key)${strict}`,
  // SQLite has one writer by itself; here each transaction takes its turn by locking this. It never holds a row.
  ...(name === 'postgresql' ? [`create table turn ()`] : []),
]
