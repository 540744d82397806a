import { hostname } from 'node:os'
import type { OverlayEntry } from '../hypervisors/hypervisor.ts'
import type { Parts } from '../recovery/parts.ts'
import { onDuty } from '../store/duty.ts'
import type { Trx } from '../store/store.ts'
import { type References, referencesOf } from './references.ts'

/** Files of a killed broker that are older than anything takes. */
const HALF_MADE_MS = 24 * 60 * 60 * 1000
/** So many of the last machines keep their logs, for whoever looks into what happened. */
const LOGS_KEPT = 20

/**
 * Deletes what nothing stands for any more, from the top of each chain down, and takes the middle out of chains that have
 * become longer than what is kept. The adapter looks again before each deletion, and refuses what would do harm.
 */
export async function clearAway(parts: Parts, desktop: string, signal: AbortSignal): Promise<void> {
  const { store, hypervisor, log } = parts
  // First what is there, then what is meant to be: the other way round, one that was begun in between would be deleted.
  const allImages = await hypervisor.images(desktop)
  const there = await hypervisor.overlays(desktop)
  const { meant, ours } = await store.transaction(async (trx) => ({
    meant: await referencesOf(trx, desktop),
    ours: await numbersGiven(trx, desktop, [...allImages, ...there.map((o) => o.n)]),
  }))
  // The database may be an older back-up: what is newer than that is not ours to delete, whatever stands for it.
  const images = allImages.filter((m) => ours(m))
  const tried = async (what: string, act: () => Promise<unknown>): Promise<boolean> => {
    signal.throwIfAborted()
    try {
      await act()
      return true
    } catch (err) {
      log.info({ desktop, what, err }, 'something that is not needed could not be cleared away; it is tried again')
      return false
    }
  }
  for (const m of images) if (!meant.images.has(m)) await tried(`m-${m}`, () => hypervisor.deleteImage(desktop, m))

  if (there.some((o) => o.backing === 'unknown')) {
    log.warn({ desktop }, 'an overlay can not be read, so nobody knows what it stands on; none is deleted')
  } else {
    let left = there
    for (const n of unneeded(there, meant).filter(ours))
      if (await tried(`o-${n}`, () => hypervisor.deleteOverlay(desktop, n))) left = left.filter((o) => o.n !== n)
    for (const n of leftOpen(left, meant).filter(ours))
      await tried(`o-${n}, unsealed`, () => hypervisor.seal(desktop, n))
    const [middle] = middles(left, meant)
    // It is a copy of much data: one at a time on this host.
    if (middle !== undefined)
      await onDuty(store, `absorb:${hostname()}`, signal, async (duty) =>
        tried(`what o-${middle.n} stands on`, () =>
          hypervisor.absorbBacking(desktop, middle.n, middle.onto, duty.signal),
        ),
      )
  }
  await sayGone(parts, desktop)
  await clearInstances(parts, desktop, meant, signal)
  await tried('half-made files', () => hypervisor.clearHalfMade(desktop, HALF_MADE_MS))
}

/** Those that neither are meant to be there nor are below one that is; each before what it stands on. */
export function unneeded(there: readonly OverlayEntry[], { overlays }: Pick<References, 'overlays'>): number[] {
  const byNumber = new Map(there.map((o) => [o.n, o]))
  const needed = new Set<number>()
  for (const n of overlays)
    for (let at = byNumber.get(n); at !== undefined && !needed.has(at.n); ) {
      needed.add(at.n)
      at = typeof at.backing === 'number' ? byNumber.get(at.backing) : undefined
    }
  const gone = there.filter((o) => !needed.has(o.n))
  const depth = (o: OverlayEntry): number => {
    let d = 0
    for (let at: OverlayEntry | undefined = o; at !== undefined && d <= there.length; d++)
      at = typeof at.backing === 'number' ? byNumber.get(at.backing) : undefined
    return d
  }
  return gone.sort((a, b) => depth(b) - depth(a)).map((o) => o.n)
}

/**
 * Those that others stand on, that nobody writes to any more, and that were never sealed: a point was being taken, and then
 * something else came before it.
 */
export function leftOpen(there: readonly OverlayEntry[], { overlays }: Pick<References, 'overlays'>): number[] {
  const below = new Set(there.map((o) => o.backing))
  return there.filter((o) => !o.sealed && below.has(o.n) && !overlays.has(o.n)).map((o) => o.n)
}

/**
 * Sealed overlays that stand on some which only they need, and what they could stand on in their place: something meant to be
 * there, something that others stand on as well, or the golden image.
 */
export function middles(
  there: readonly OverlayEntry[],
  { overlays }: Pick<References, 'overlays'>,
): { readonly n: number; readonly onto: number | 'golden' }[] {
  const byNumber = new Map(there.map((o) => [o.n, o]))
  const above = (n: number) => there.filter((o) => o.backing === n).length
  return there.flatMap((o) => {
    if (!o.sealed) return []
    let onto = o.backing
    while (typeof onto === 'number' && !overlays.has(onto) && above(onto) === 1) {
      const next = byNumber.get(onto)
      if (next?.sealed !== true) return []
      onto = next.backing
    }
    return onto === o.backing || onto === 'unknown' ? [] : [{ n: o.n, onto }]
  })
}

/** Which of these numbers this database gave. */
async function numbersGiven(trx: Trx, desktop: string, asked: readonly number[]): Promise<(n: number) => boolean> {
  if (asked.length === 0) return () => false
  const given = await trx
    .selectFrom('instance')
    .select('n')
    .where('desktop_id', '=', desktop)
    .where('n', 'in', asked)
    .execute()
  const numbers = new Set(given.map(({ n }) => n))
  return (n) => numbers.has(n)
}

/** What was to be deleted is, or is a part of a chain now and nobody's point. */
async function sayGone({ store, hypervisor }: Parts, desktop: string): Promise<void> {
  const images = new Set(await hypervisor.images(desktop))
  await store.transaction(async (trx) => {
    const points = await trx
      .selectFrom('restore_point')
      .select(['id', 'image_n'])
      .where('desktop_id', '=', desktop)
      .where('state', '=', 'deleting')
      .execute()
    for (const { id, image_n } of points)
      if (image_n === null || !images.has(image_n))
        await trx.updateTable('restore_point').set({ state: 'gone' }).where('id', '=', id).execute()
    const undo = await trx
      .selectFrom('undo_point')
      .select(['run_id', 'image_n'])
      .where('desktop_id', '=', desktop)
      .where('state', '=', 'deleting')
      .execute()
    for (const { run_id, image_n } of undo)
      if (image_n === null || !images.has(image_n))
        await trx.updateTable('undo_point').set({ state: 'gone' }).where('run_id', '=', run_id).execute()
  })
}

async function clearInstances(
  { store, hypervisor, log }: Parts,
  desktop: string,
  { instances }: References,
  signal: AbortSignal,
): Promise<void> {
  const given = await store.db
    .selectFrom('instance')
    .select('n')
    .where('desktop_id', '=', desktop)
    .orderBy('n', 'desc')
    .offset(LOGS_KEPT)
    .limit(LOGS_KEPT * 5)
    .execute()
  for (const { n } of given) {
    signal.throwIfAborted()
    if (instances.has(n)) continue
    await hypervisor
      .clearInstance(desktop, n)
      .catch((err: unknown) => log.info({ desktop, n, err }, 'what a machine left could not be cleared away'))
  }
}
