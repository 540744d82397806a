import { setTimeout as delay } from 'node:timers/promises'
import { record } from '../audit/audit.ts'
import { tell } from '../events/outbox.ts'
import { type Duty, onDuty } from '../store/duty.ts'
import type { Parts } from './parts.ts'

const LOOK_MS = 2000
const LONGEST_PAUSE_MS = 15_000
/** With less it would only stop again. */
const ENOUGH_BYTES = 64 * 1024 * 1024

type Came = 'goes on' | 'waits'

/**
 * Lets machines go on that stopped because their storage was full, as soon as there is room: nothing is lost by it, for the
 * guest's write is done then, and nobody should have to find that out and press a button. Ends when it is told to.
 *
 * It comes from outside of any run. If one begins meanwhile this can at worst let the old machine run for longer; memory
 * that was saved of it then no longer fits its disk, which is looked at before that is ever used.
 */
export async function keepGoing(parts: Parts, signal: AbortSignal): Promise<never> {
  const due = new Map<string, { readonly ms: number; readonly until: number }>()
  const soon = (desktop: string) => due.set(desktop, { ms: LOOK_MS, until: 0 })
  // Also what stopped before this broker came.
  for (const desktop of parts.desktops.keys()) soon(desktop)
  const unhear = parts.hypervisor.listen(({ desktop, type }) => {
    if (type === 'no-room' && parts.desktops.has(desktop)) soon(desktop)
  })
  try {
    for (;;) {
      const now = performance.now()
      for (const [desktop, pause] of due) {
        if (now < pause.until) continue
        const came = await onDuty(parts.store, `room:${desktop}`, signal, (duty) => goOn(parts, desktop, duty)).catch(
          (err: unknown) => {
            signal.throwIfAborted()
            parts.log.warn({ desktop, err }, 'a machine that may wait for room could not be seen to')
            return null
          },
        )
        // Told anew meanwhile: looked at anew.
        if (due.get(desktop) !== pause) continue
        const ms = Math.min(LONGEST_PAUSE_MS, 2 * pause.ms)
        if (came === 'goes on') due.delete(desktop)
        else due.set(desktop, { ms, until: performance.now() + ms })
      }
      await delay(LOOK_MS, undefined, { signal })
    }
  } finally {
    unhear()
  }
}

/** `goes on`: there is nothing to wait for, or no more. */
async function goOn(parts: Parts, desktop: string, duty: Duty): Promise<Came> {
  const { store, hypervisor } = parts
  const row = await store.db
    .selectFrom('desktop')
    .select(['instance_n', 'owner_id'])
    .where('id', '=', desktop)
    .executeTakeFirst()
  if (row?.instance_n == null) return 'goes on'
  const n = row.instance_n
  const standsStill = async () => {
    const { alive, status } = await hypervisor.instance(desktop, n)
    return alive && status === 'no-room'
  }
  if (!(await standsStill())) return 'goes on'
  // Whatever is being done to it decides what becomes of it.
  if (await isBusy(parts, desktop)) return 'waits'
  if ((await hypervisor.room(desktop)) < ENOUGH_BYTES) return 'waits'
  await hypervisor.resume(desktop, n, duty.signal)
  if (await standsStill()) return 'waits'
  await store.transaction(async (trx) => {
    await duty.check(trx)
    await record(trx, {
      actor: 'broker',
      action: 'machine.went-on',
      subject: `desktop:${desktop}`,
      detail: { instance: `i-${n}` },
    })
    await tell(trx, { person_id: row.owner_id, type: 'desktop', subject: desktop })
  })
  return 'goes on'
}

async function isBusy({ store }: Parts, desktop: string): Promise<boolean> {
  const open = await store.db
    .selectFrom('run')
    .select('id')
    .where('desktop_id', '=', desktop)
    .where('outcome', 'is', null)
    .executeTakeFirst()
  return open !== undefined
}
