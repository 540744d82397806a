import { z } from 'zod'
import { DesktopId, Moment, PointId, RunId } from '../ids.ts'
import { PoolName } from '../policy.ts'
import { Outcome, RunKind } from '../recovery.ts'
import { Paging, Somebody } from './acting.ts'

/** `stopped`: its machine runs and can't be used: a system error, or it stands still. */
export const DESK_STATES = ['needs-help', 'stopped', 'recovering', 'starting', 'preparing', 'off', 'running'] as const
export const DeskState = z.enum(DESK_STATES)
export type DeskState = z.infer<typeof DeskState>

/** A desktop in a list of the help desk. Its machine's state is as it was noticed last, some seconds ago at most. */
export const DeskRow = z
  .object({
    id: DesktopId,
    name: z.string(),
    generation: z.int().nonnegative(),
    pool: z.string().nullable(),
    owner: Somebody,
    state: DeskState,
    host: z.string(),
    /** It, or its pool: nothing is done to it by itself. */
    held: z.boolean(),
    /** Something that was asked for it waits for a second person. */
    waits: z.boolean(),
    knownGood: z.object({ id: PointId, takenAt: Moment, warm: z.boolean() }).nullable(),
    /** Where its picture is open; the kiosk is null for a browser. */
    open: z.object({ kiosk: z.string().nullable(), place: z.string().nullable(), since: Moment }).nullable(),
    /** The last run that somebody asked for, without points. */
    last: z
      .object({ id: RunId, kind: RunKind, pressedAt: Moment, endedAt: Moment.nullable(), outcome: Outcome.nullable() })
      .nullable(),
    /** Recoveries within seven days. */
    recoveries7d: z.int().nonnegative(),
  })
  .meta({ id: 'DeskRow' })
export type DeskRow = z.infer<typeof DeskRow>

const only = z.literal('yes').optional()

/** What is looked for. What is absent does not matter. */
export const DeskSearch = z.strictObject({
  /** In id, name, and its person's names. */
  q: z.string().trim().max(100).optional(),
  state: DeskState.optional(),
  pool: PoolName.optional(),
  host: z.string().max(253).optional(),
  noKnownGood: only,
  held: only,
  waits: only,
  /** Recovered since midnight UTC. */
  pressedToday: only,
  /** `state`: what needs somebody first. */
  sort: z.enum(['state', 'name', 'person', 'pool', 'host', 'known-good', 'last', 'recoveries']).default('state'),
  order: z.enum(['asc', 'desc']).default('asc'),
  ...Paging,
})
export type DeskSearch = z.infer<typeof DeskSearch>

const count = z.int().nonnegative()

/** How many there are of what; `state`, and the other flags of the question, are left out of it. */
export const DeskCounts = z
  .object({
    all: count,
    states: z.object({
      'needs-help': count,
      stopped: count,
      recovering: count,
      starting: count,
      preparing: count,
      off: count,
      running: count,
    }),
    noKnownGood: count,
    held: count,
    waits: count,
    pressedToday: count,
  })
  .meta({ id: 'DeskCounts' })
export type DeskCounts = z.infer<typeof DeskCounts>

/** `total`: of all that was found. `pools` and `hosts`: those that can be asked for. */
export const DeskPage = z
  .object({
    rows: z.array(DeskRow),
    total: count,
    counts: DeskCounts,
    pools: z.array(z.string()),
    hosts: z.array(z.string()),
  })
  .meta({ id: 'DeskPage' })
export type DeskPage = z.infer<typeof DeskPage>
