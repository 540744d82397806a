import { z } from 'zod'
import { Moment } from '../ids.ts'
import { Act, Paging, Somebody } from './acting.ts'
import { RecoveryRow } from './recoveries.ts'

/** What pressed desktops have in common: `pressed` of those that pressed, and `all` of all desktops, have it. */
export const Shared = z
  .object({
    feature: z.enum(['pool', 'host', 'storage', 'image', 'change']),
    value: z.string(),
    pressed: z.int().nonnegative(),
    all: z.int().nonnegative(),
    /** Of a change: when it was announced. */
    at: Moment.nullable(),
  })
  .meta({ id: 'Shared' })
export type Shared = z.infer<typeof Shared>

/** Presses that come together. */
export const Incident = z
  .object({
    id: z.uuid(),
    /** What brought them together, the strongest of `shares`. */
    by: Shared,
    state: z.enum(['open', 'closed']),
    openedAt: Moment,
    /** The first and the last press. */
    firstAt: Moment,
    lastAt: Moment,
    closedAt: Moment.nullable(),
    closedBy: Somebody.nullable(),
    desktops: z.int().nonnegative(),
    recovered: z.int().nonnegative(),
    running: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    /** Points and proofs of those that share `by` are held. */
    held: z.boolean(),
    /** Those that share `by` were offered a recovery. */
    offeredAt: Moment.nullable(),
  })
  .meta({ id: 'Incident' })
export type Incident = z.infer<typeof Incident>

/** An incident with all that is known of it. */
export const IncidentFile = z
  .object({
    incident: Incident,
    /** The strongest first. */
    shares: z.array(Shared),
    presses: z.array(RecoveryRow),
    /** Desktops that share `by` and have not pressed: whom messages and offers go to, beside those that have. */
    others: z.int().nonnegative(),
    notes: z.array(z.object({ at: Moment, by: Somebody, text: z.string() })),
    offers: z.object({ waiting: z.int(), taken: z.int(), declined: z.int() }).nullable(),
  })
  .meta({ id: 'IncidentFile' })
export type IncidentFile = z.infer<typeof IncidentFile>

export const IncidentSearch = z.strictObject({ is: z.enum(['open', 'closed']).default('open'), ...Paging })
export type IncidentSearch = z.infer<typeof IncidentSearch>

export const IncidentPage = z
  .object({ rows: z.array(Incident), total: z.int().nonnegative(), open: z.int().nonnegative() })
  .meta({ id: 'IncidentPage' })
export type IncidentPage = z.infer<typeof IncidentPage>

export const TellAll = Act.omit({ reason: true })
  .extend({ text: z.string().trim().min(1).max(500) })
  .meta({ id: 'TellAll' })

export const OfferAll = Act.meta({ id: 'OfferAll' })

export const AddNote = z.strictObject({ text: z.string().trim().min(1).max(500) }).meta({ id: 'AddNote' })
