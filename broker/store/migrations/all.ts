import { firstSchema } from './0001-first-schema.ts'
import { points } from './0002-points.ts'
import { rescue } from './0003-rescue.ts'
import { severalBrokers } from './0004-several-brokers.ts'
import { ladder } from './0005-ladder.ts'
import { kiosks } from './0006-kiosks.ts'
import { beside } from './0007-beside.ts'
import { people } from './0008-people.ts'
import { helpDesk } from './0009-help-desk.ts'
import { approvals } from './0010-approvals.ts'
import { auditAnchors } from './0011-audit-anchors.ts'
import type { Migration } from './migration.ts'

/**
 * Every step of the schema, by name: they run in the order of their names, each once and in one transaction, on SQLite and on
 * PostgreSQL alike. There is no way back down.
 *
 * To add one: a file `NNNN-what.ts` with `export const what: Migration = ({ integer, strict }) => [ ...statements ]`, in
 * which every whole number is `${integer}`, bytes are `${bytes}`, a counted key is `${numbered}` and every `create table`
 * ends in `)${strict}`; a line here; its tables and columns in `../schema.ts`. SQLite can't change a `check` or drop a
 * `not null`: leave such out of what may still grow. What was released is never changed.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-schema': firstSchema,
  '0002-points': points,
  '0003-rescue': rescue,
  '0004-several-brokers': severalBrokers,
  '0005-ladder': ladder,
  '0006-kiosks': kiosks,
  '0007-beside': beside,
  '0008-people': people,
  '0009-help-desk': helpDesk,
  '0010-approvals': approvals,
  '0011-audit-anchors': auditAnchors,
}
