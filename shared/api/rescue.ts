import { z } from 'zod'
import { DesktopId, Moment, PressKey, RescueId, RunId } from './ids.ts'
import { Problem } from './problem.ts'

/**
 * Where something is on the kept disk: its path's bytes from the root, without the first slash, as base64url. Names there
 * may be any bytes, so this is what is sent back; what is shown beside it is for reading alone.
 */
export const DiskPath = z.string().regex(/^[A-Za-z0-9_-]{2,8192}$/, 'a path as it was listed')

/** Text that came from a disk which nobody vouches for: without control characters, escaped where it was no text. */
const shown = z.string().max(2048)

const counts = {
  added: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  removed: z.int().nonnegative(),
  /** Of what was added and changed: what a copy of all of it takes. */
  bytes: z.int().nonnegative(),
}

/**
 * Leftovers by folder. `own`: what a person made, in the folders of their home; `settings`: what their programs remember
 * (hidden folders of the home); `system`: the rest. In this order, and by name.
 */
export const LeftoverFolder = z
  .object({
    /** Names it in a question for its entries, and in what to copy. */
    place: z.int().nonnegative(),
    /** Its last name, for instance `Downloads`; and the whole path. */
    name: shown,
    shown,
    kind: z.enum(['own', 'settings', 'system']),
    ...counts,
  })
  .meta({ id: 'LeftoverFolder' })
export type LeftoverFolder = z.infer<typeof LeftoverFolder>

/**
 * One file, folder or link that differs: `added` and `changed` are on the kept disk and can be copied; `removed` is what
 * the point has and the kept disk had not.
 */
export const LeftoverEntry = z
  .object({
    /** Its place in the list of all: ask for what comes after it. */
    place: z.int().nonnegative(),
    path: DiskPath,
    name: shown,
    /** The whole path. */
    shown,
    type: z.enum(['file', 'folder', 'link', 'other']),
    change: z.enum(['added', 'changed', 'removed']),
    sizeBytes: z.int().nonnegative(),
    /** As the disk says, which may be anything. */
    changedAt: Moment.nullable(),
  })
  .meta({ id: 'LeftoverEntry' })
export type LeftoverEntry = z.infer<typeof LeftoverEntry>

/** How a copy to the share goes. `partly`: some files could not be copied, and `skipped` says which and why. */
export const Rescue = z
  .object({
    id: RescueId,
    recoveryId: RunId,
    desktopId: DesktopId,
    state: z.enum(['waiting', 'copying', 'ended']),
    outcome: z.enum(['copied', 'partly', 'failed']).nullable(),
    askedAt: Moment,
    endedAt: Moment.nullable(),
    /** The new folder on the share that it copies to, once there is one; nothing outside of it is written. */
    folder: z.string().nullable(),
    /** Of what was asked for: files and bytes that are copied, and how many there are. */
    copied: z.object({ files: z.int().nonnegative(), bytes: z.int().nonnegative() }),
    of: z.object({ files: z.int().nonnegative(), bytes: z.int().nonnegative() }),
    /** Files whose name is not possible on the share got another; the report in the folder says which. */
    renamed: z.int().nonnegative(),
    /** The first hundred; the report in the folder has all. */
    skipped: z.array(
      z.object({
        shown,
        why: z.enum(['share-full', 'no-rights', 'unreadable', 'too-large', 'not-a-file', 'name', 'gone', 'failed']),
      }),
    ),
    skippedFiles: z.int().nonnegative(),
    problem: Problem.nullable(),
  })
  .meta({ id: 'Rescue' })
export type Rescue = z.infer<typeof Rescue>

/** What the broken disk of a recovery has that the point has not. It is listed by itself after each recovery. */
export const Leftovers = z
  .object({
    recoveryId: RunId,
    desktopId: DesktopId,
    /** `gone`: the kept disk is, or it never was kept. */
    state: z.enum(['waiting', 'scanning', 'ready', 'failed', 'gone']),
    problem: Problem.nullable(),
    scannedAt: Moment.nullable(),
    /** Everything that differs. Of very much, not all is listed: `listed` is how many entries are. */
    total: z.object(counts),
    listed: z.int().nonnegative(),
    folders: z.array(LeftoverFolder),
    /** The last rescue that was asked for, if any. */
    rescue: Rescue.nullable(),
  })
  .meta({ id: 'Leftovers' })
export type Leftovers = z.infer<typeof Leftovers>

/** Which entries: those of one folder of `Leftovers` or all, after a place in the list. */
export const LeftoverPage = z.strictObject({
  folder: z.coerce.number<number>().int().nonnegative().optional(),
  after: z.coerce.number<number>().int().nonnegative().optional(),
})
export type LeftoverPage = z.infer<typeof LeftoverPage>

export const LeftoverEntries = z
  .object({ entries: z.array(LeftoverEntry).max(200), more: z.boolean() })
  .meta({ id: 'LeftoverEntries' })
export type LeftoverEntries = z.infer<typeof LeftoverEntries>

/**
 * What to copy: `whole`, all that is the person's own (the `own` folders); or folders by their place in `Leftovers` and
 * entries by their path. Of a folder all is copied that was listed as added or changed, anywhere below it.
 */
export const RescueAsk = z
  .union([
    z.strictObject({ key: PressKey, whole: z.literal(true) }),
    z.strictObject({
      key: PressKey,
      folders: z.array(z.int().nonnegative()).max(500),
      paths: z.array(DiskPath).max(500),
    }),
  ])
  .meta({ id: 'RescueAsk' })
export type RescueAsk = z.infer<typeof RescueAsk>
