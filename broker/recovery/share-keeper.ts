import { setTimeout as delay } from 'node:timers/promises'
import { record } from '../audit/audit.ts'
import { tell } from '../events/outbox.ts'
import { closeMountPoint, mountShare, startSession } from '../guest/linux.ts'
import type { Machine } from '../guest/machine.ts'
import { type Duty, onDuty } from '../store/duty.ts'
import type { Trx } from '../store/store.ts'
import { type Parts, settingsOf } from './parts.ts'

const LOOK_MS = 3000
const FIRST_PAUSE_MS = 2000
const LONGEST_PAUSE_MS = 60_000

/**
 * Mounts shares that were not there when their desktops were brought back: it tries again, after longer and longer pauses, and
 * says so when the share is there. Meanwhile nobody can write to the mount point. Ends when it is told to.
 */
export async function keepShares(parts: Parts, signal: AbortSignal): Promise<never> {
  const pauses = new Map<string, { readonly ms: number; readonly until: number }>()
  for (;;) {
    await delay(LOOK_MS, undefined, { signal })
    const missing = await missingShares(parts).catch((err: unknown) => {
      parts.log.warn({ err }, 'which shares are missing could not be looked up')
      return []
    })
    for (const id of pauses.keys()) if (!missing.some((row) => row.id === id)) pauses.delete(id)
    const due = missing.filter(({ id }) => performance.now() >= (pauses.get(id)?.until ?? 0))
    await Promise.all(
      due.map(async ({ id, instance_n: n }) => {
        try {
          await onDuty(parts.store, `share:${id}`, signal, (duty) => mountAgain(parts, id, n, duty))
        } catch (err) {
          signal.throwIfAborted()
          parts.log.info({ desktop: id, err }, 'a share that is missing could not be mounted yet')
          const ms = Math.min(LONGEST_PAUSE_MS, 2 * (pauses.get(id)?.ms ?? FIRST_PAUSE_MS / 2))
          pauses.set(id, { ms, until: performance.now() + ms })
        }
      }),
    )
  }
}

/** Our desktops that are without their share and that nothing is done to. */
async function missingShares({ store, desktops }: Parts): Promise<{ id: string; instance_n: number }[]> {
  const rows = await store.db
    .selectFrom('desktop')
    .select(['id', 'instance_n'])
    .where('share_missing_since', 'is not', null)
    .where('needs_help', '=', 0)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('run')
            .select('run.id')
            .whereRef('run.desktop_id', '=', 'desktop.id')
            .where('outcome', 'is', null),
        ),
      ),
    )
    .execute()
  return rows.flatMap(({ id, instance_n }) => (instance_n === null || !desktops.has(id) ? [] : [{ id, instance_n }]))
}

/** Throws if it can't be done now. */
async function mountAgain(parts: Parts, desktop: string, n: number, duty: Duty): Promise<void> {
  const { share, policy } = settingsOf(parts, desktop)
  const machine: Machine = { hypervisor: parts.hypervisor, desktop, n, signal: duty.signal }
  const withinMs = policy.sessionSeconds * 1000
  const { alive, status } = await parts.hypervisor.instance(desktop, n)
  if (share !== null) {
    if (!alive || status !== 'running') throw new Error(`i-${n} does not run`)
    await closeMountPoint(machine, share.mountPoint, withinMs)
    const { unc, mountPoint, user } = share
    await mountShare(machine, { unc, mountPoint, user, password: await share.password() }, withinMs, 'again')
    // It runs already, unless that failed for want of the share.
    await startSession(machine, withinMs)
  }
  await parts.store.transaction(async (trx) => {
    await duty.check(trx)
    await isBack(trx, desktop, n)
  })
}

async function isBack(trx: Trx, desktop: string, n: number): Promise<void> {
  const row = await trx
    .updateTable('desktop')
    .set({ share_missing_since: null })
    .where('id', '=', desktop)
    // Of another machine nothing is known by what was done in this one.
    .where('instance_n', '=', n)
    .where('share_missing_since', 'is not', null)
    .returning('owner_id')
    .executeTakeFirst()
  if (row === undefined) return
  await record(trx, {
    actor: 'broker',
    action: 'share.back',
    subject: `desktop:${desktop}`,
    detail: { instance: `i-${n}` },
  })
  await tell(trx, { person_id: row.owner_id, type: 'desktop', subject: desktop })
}
