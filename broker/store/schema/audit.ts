import type { Generated } from 'kysely'

/** What happened, and how far it was taken off. */
export interface AuditTables {
  audit: AuditTable
  audit_anchor: AuditAnchorTable
}

export interface AuditTable {
  seq: Generated<number>
  at: number
  actor: string
  action: string
  subject: string
  detail_json: string
  previous: string
  hash: string
}

/** Lines up to here were taken off, into a file; what follows is still chained to the last of them. */
export interface AuditAnchorTable {
  seq: number
  hash: string
  first_seq: number
  at: number
  /** Its name in the data folder's `audit`, and its SHA-256, hex. */
  file: string
  file_digest: string
}
