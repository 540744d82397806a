import { z } from 'zod'
import { Moment } from './ids.ts'

/** Without control characters: databases do not take all of them. */
const typed = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'text without control characters')
const Seq = z.int().nonnegative()
const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256, hex')

/** What is looked for; all of it has to fit. */
const filter = {
  /** Anywhere in a line, in upper case as in lower. */
  text: typed.optional(),
  actor: typed.optional(),
  /** Whole, or its beginning with a `*`: `run.*`. */
  action: typed.optional(),
  subject: typed.optional(),
  from: Moment.optional(),
  /** Up to then, without it. */
  to: Moment.optional(),
}
export const AuditFilter = z.strictObject(filter)
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditSearch = z.strictObject({
  ...filter,
  /** Only what came before this line: the `next` of the page before. */
  before: z.coerce.number<number>().int().positive().optional(),
  limit: z.coerce.number<number>().int().min(1).max(500).default(100),
})
export type AuditSearch = z.infer<typeof AuditSearch>

/** CSV for tables, of which a cell never begins a formula; JSON lines to keep and to verify later. */
export const AuditExport = z.strictObject({ ...filter, format: z.enum(['csv', 'jsonl']).default('jsonl') })
export type AuditExport = z.infer<typeof AuditExport>

/** One line. Names and notes in it were typed by people, kiosks and guests: text, never markup. */
export const AuditLine = z
  .object({
    seq: Seq,
    at: Moment,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
    hash: Hash,
  })
  .meta({ id: 'AuditLine' })
export type AuditLine = z.infer<typeof AuditLine>

/** Newest first. */
export const AuditPage = z.object({ lines: z.array(AuditLine), next: Seq.nullable() }).meta({ id: 'AuditPage' })
export type AuditPage = z.infer<typeof AuditPage>

/** The line to go on from, which is taken for right; without it, from where the trail begins. */
export const AuditVerify = z.strictObject({
  seq: z.coerce.number<number>().int().nonnegative().optional(),
  hash: Hash.optional(),
})
export type AuditVerify = z.infer<typeof AuditVerify>

const Anchor = z.object({ seq: Seq, hash: Hash })

/** A stretch of the chain that was looked at. Ask again from `last` until it is `done`. */
export const AuditVerified = z
  .object({
    from: Anchor,
    last: Anchor,
    checked: z.int().nonnegative(),
    newest: Seq,
    done: z.boolean(),
    /** Where it is not as it was written, in order; the first hundred of this stretch. */
    faults: z.array(
      z.object({
        seq: Seq,
        /** `changed`: it does not say what its hash says; `unchained`: it does not follow the line before; `gap`: lines are missing before it; `anchor`: it was taken for another; `unwritten`: lines were taken off, and none tells so. */
        what: z.enum(['changed', 'unchained', 'gap', 'anchor', 'unwritten']),
      }),
    ),
  })
  .meta({ id: 'AuditVerified' })
export type AuditVerified = z.infer<typeof AuditVerified>

/** What was taken off the trail when its time was over, and where it is. */
export const AuditTakenOff = z
  .object({
    first: Seq,
    last: Anchor,
    at: Moment,
    /** Below `audit` in the broker's data folder, and its SHA-256. */
    file: z.string(),
    fileDigest: Hash,
  })
  .meta({ id: 'AuditTakenOff' })
export type AuditTakenOff = z.infer<typeof AuditTakenOff>
