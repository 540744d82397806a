import { z } from 'zod'
import { DesktopId, Moment } from './ids.ts'

/** A program started in the clone of a point, without a shell, and what it must answer for the point to be good. */
export const Probe = z.strictObject({
  name: z.string().trim().min(1).max(80),
  program: z.string().regex(/^(\/|[A-Za-z]:\\)[^\p{Cc}]{0,254}$/u, 'the whole path of a program in the guest'),
  arguments: z.array(z.string().max(1000)).max(20).default([]),
  /** It is ended then, and has failed. */
  withinSeconds: z.int().min(1).max(300).default(30),
  exitCode: z.int().min(0).max(255).default(0),
  /** What its output must contain. */
  says: z.string().min(1).max(200).optional(),
})

export type Probe = z.infer<typeof Probe>

const seconds = (least: number, most: number) => z.int().min(least).max(most)

const members = {
  /** How long a guest may take from power-on to its agent's answer and to rest. */
  bootSeconds: seconds(5, 3600),
  /** How long a guest may take to answer after its memory was loaded. */
  warmSeconds: seconds(1, 600),
  /** How long mounting the share and starting the session may take, each. */
  sessionSeconds: seconds(1, 600),
  /** How long any other step of a recovery may take before it is given up. */
  stepSeconds: seconds(1, 3600),
  /** How many ways a recovery tries before the way back: a point from memory, without it, then the next earlier point. */
  tries: z.int().min(1).max(9),
  /** How often a desktop may be recovered or restarted within an hour. Undo is never refused for it. */
  pressesPerHour: z.int().min(1).max(1000),
  /** How long a person may be kept waiting so that undo brings back what was not saved, too; 0: it brings back the disk. */
  undoMemorySeconds: z.int().min(0).max(30),
  /** Room taken before anything is stopped, so that a full storage can still start a desktop. */
  ballastMiB: z.int().min(0).max(1_048_576),

  /** How often a point is taken, in minutes; 0: not by the clock. */
  pointMinutes: z.union([z.literal(0), z.int().min(5).max(10_080)], { error: '0, or 5 to 10080 minutes' }),
  /** Whether one is taken when its person signs out. */
  pointAtSignOut: z.boolean(),
  /** For how long one point an hour is kept; after that, one a day, and after that, one a week. */
  keepHourlyHours: z.int().min(0).max(168),
  keepDailyDays: z.int().min(0).max(366),
  keepWeeklyWeeks: z.int().min(0).max(260),
  /** The most points, and the most room for all of them; the oldest go first. Pinned ones and the last known good stay. */
  keepPoints: z.int().min(1).max(1000),
  keepGiB: z.int().min(1).max(1_048_576),
  /** From this age on a point says that it is old; a domain may have given the machine another password by then. */
  tooOldDays: z.int().min(1).max(366),

  /** What is tried in the clone, beside that it starts, answers and shows a living picture. Null: what is usual for its kind. */
  probes: z.array(Probe).max(20).nullable(),
  guest: z.enum(['linux', 'windows']),
  /** How often a check that failed is tried again before the point has failed. */
  proofTries: z.int().min(1).max(5),

  /** How long what a recovery put aside is kept. */
  undoDays: z.int().min(1).max(365),
  /** With less room than this on its storage, the oldest of what was put aside goes before its time. */
  freeGiB: z.int().min(0).max(1_048_576),

  /** What the help desk sees of a running desktop without being let in: nothing, a picture too small to read, or all of it. */
  thumbnails: z.enum(['off', 'blurred', 'clear']),
  /** What the help desk does that needs a second person there: to go back further than so many hours (0: no matter how far)... */
  approveOlderHours: z.int().min(0).max(8784),
  /** ...to rebuild, and whatever a junior asks for. */
  approveRebuild: z.boolean(),
  approveJunior: z.boolean(),
  /** How long such a request waits before it is over. */
  approveMinutes: z.int().min(1).max(1440),
}

/** All that is decided by an administrator and not by the way desktops are built. */
export const Policy = z.strictObject(members).meta({ id: 'Policy' })
export type Policy = z.infer<typeof Policy>

/** What one place says; what it does not say is said by the place above it: desktop, pool, all, and what is built in. */
export const PolicyPatch = Policy.partial()
export type PolicyPatch = z.infer<typeof PolicyPatch>

export const defaultPolicy: Policy = {
  bootSeconds: 120,
  warmSeconds: 20,
  sessionSeconds: 45,
  stepSeconds: 60,
  tries: 3,
  pressesPerHour: 6,
  undoMemorySeconds: 2,
  ballastMiB: 256,
  pointMinutes: 60,
  pointAtSignOut: true,
  keepHourlyHours: 24,
  keepDailyDays: 30,
  keepWeeklyWeeks: 8,
  keepPoints: 60,
  keepGiB: 200,
  tooOldDays: 30,
  probes: null,
  guest: 'linux',
  proofTries: 2,
  undoDays: 7,
  freeGiB: 10,
  thumbnails: 'blurred',
  approveOlderHours: 0,
  approveRebuild: false,
  approveJunior: false,
  approveMinutes: 15,
}

export const PoolName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens')

/** `default`, `pool:NAME` or `desktop:ID`. */
export const PolicyScope = z
  .string()
  .refine(
    (scope) =>
      scope === 'default' ||
      (scope.startsWith('pool:') && PoolName.safeParse(scope.slice(5)).success) ||
      (scope.startsWith('desktop:') && DesktopId.safeParse(scope.slice(8)).success),
    { error: 'default, pool:NAME or desktop:ID' },
  )

/** What one place says now, and what follows from it together with all above it. */
export const PolicyView = z
  .object({
    scope: PolicyScope,
    /** 0: nothing was ever said here. Named again when it is changed, so that nobody overwrites what they have not seen. */
    version: z.int().nonnegative(),
    says: PolicyPatch,
    effective: Policy,
    source: z.enum(['config', 'api']).nullable(),
    madeAt: Moment.nullable(),
    madeBy: z.string().nullable(),
  })
  .meta({ id: 'PolicyView' })
export type PolicyView = z.infer<typeof PolicyView>

export const PolicyVersion = z
  .object({
    version: z.int().positive(),
    says: PolicyPatch,
    source: z.enum(['config', 'api']),
    madeAt: Moment,
    madeBy: z.string().nullable(),
  })
  .meta({ id: 'PolicyVersion' })
export type PolicyVersion = z.infer<typeof PolicyVersion>

/** `version`: the one that its person saw. */
export const ChangePolicy = z
  .strictObject({ version: z.int().nonnegative(), says: PolicyPatch })
  .meta({ id: 'ChangePolicy' })
export type ChangePolicy = z.infer<typeof ChangePolicy>

/** What no member can say by itself: one line for each fault of the whole, with the member it is about. */
export function policyFaults(policy: Policy): { readonly at: keyof Policy; readonly says: string }[] {
  const faults: { at: keyof Policy; says: string }[] = []
  if (policy.pointMinutes > 0 && policy.keepHourlyHours === 0 && policy.keepDailyDays === 0)
    faults.push({
      at: 'keepHourlyHours',
      says: 'points are taken by the clock and none would be kept; keep some hours or days',
    })
  if (policy.keepWeeklyWeeks > 0 && policy.keepWeeklyWeeks * 7 < policy.keepDailyDays)
    faults.push({ at: 'keepWeeklyWeeks', says: 'ends before keepDailyDays does; make it longer, or 0' })
  if (policy.warmSeconds > policy.bootSeconds)
    faults.push({ at: 'warmSeconds', says: 'is longer than bootSeconds; resuming is never slower than starting' })
  const names = (policy.probes ?? []).map((probe) => probe.name)
  if (new Set(names).size < names.length) faults.push({ at: 'probes', says: 'two of them have the same name' })
  return faults
}
