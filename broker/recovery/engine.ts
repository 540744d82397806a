import { setTimeout as delay } from 'node:timers/promises'
import { forgetOldEvents } from '../events/outbox.ts'
import { keepAgenda } from '../restore-points/agenda.ts'
import { seeToFirstPoint } from '../restore-points/first-point.ts'
import { giveUpHalfProven } from '../restore-points/proving.ts'
import { verifyForEver } from '../restore-points/verification.ts'
import { tellOfDesktop } from './claim.ts'
import { Dispatcher } from './dispatcher.ts'
import { passNumbersOf } from './newer-disks.ts'
import type { Parts } from './parts.ts'
import { startAsked } from './power-on.ts'
import { keepGoing } from './room-keeper.ts'
import { keepShares } from './share-keeper.ts'
import { sweep } from './sweep.ts'

const SWEEP_MS = 60_000

export interface Engine {
  /** Stops at the next step of whatever is under way; machines go on running, and a later engine goes on with the runs. */
  stop(): Promise<void>
}

/** Starts what carries runs out: first those that an earlier broker left, then whatever is pressed. */
export async function startEngine(parts: Parts): Promise<Engine> {
  const { store, hypervisor, log } = parts
  const ending = new AbortController()
  const { signal } = ending
  const tasks = new Set<Promise<void>>()
  const keep = (what: string, task: Promise<void>) => {
    const kept = task
      .catch((error: unknown) => {
        if (!signal.aborted) log.error({ what, err: error }, 'something of the engine failed')
      })
      .finally(() => tasks.delete(kept))
    tasks.add(kept)
  }

  for (const desktop of parts.desktops.keys())
    if (await passNumbersOf(parts, desktop))
      log.warn({ desktop }, 'its disks are newer than the database, which is an older back-up; they are kept')
  await giveUpHalfProven(parts, signal)
  const runs = new Dispatcher(parts, signal)
  await runs.look()
  const stopListening = store.onCommit(() => keep('dispatch', runs.look()))
  const stopHearing = hypervisor.listen(({ desktop }) => keep('tell of a machine', tellOfDesktop(store, desktop)))
  for (const desktop of parts.desktops.keys()) {
    keep('sweep', sweep(parts, desktop, signal))
    if (await wasMadeReady(parts, desktop)) await startIfOff(parts, desktop)
    else keep('see to the first point', seeToFirstPoint(store, desktop))
  }
  keep('sweep', sweepForEver(parts, signal))
  keep('verify', verifyForEver(parts, signal))
  keep('agenda', keepAgenda(parts, signal))
  keep('shares', keepShares(parts, signal))
  keep('room', keepGoing(parts, signal))

  return {
    stop: async () => {
      stopListening()
      stopHearing()
      ending.abort(new Error('the broker stops'))
      await Promise.all(tasks)
      await runs.settled()
    },
  }
}

async function startIfOff({ store, hypervisor }: Parts, desktop: string): Promise<void> {
  const { instance_n } = await store.db
    .selectFrom('desktop')
    .select('instance_n')
    .where('id', '=', desktop)
    .executeTakeFirstOrThrow()
  if (instance_n !== null && (await hypervisor.instance(desktop, instance_n)).alive) return
  await store.transaction(async (trx) => {
    const now = await trx.selectFrom('desktop').select('instance_n').where('id', '=', desktop).executeTakeFirstOrThrow()
    // Another broker may have started it since.
    if (now.instance_n === instance_n) await startAsked(trx, desktop)
  })
}

/** It has a disk, or at least a point to make one of. */
async function wasMadeReady({ store }: Parts, desktop: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('desktop')
    .select('overlay_n')
    .select((eb) =>
      eb
        .selectFrom('restore_point')
        .whereRef('restore_point.desktop_id', '=', 'desktop.id')
        .where('proof', '=', 'known-good')
        .select('restore_point.id')
        .limit(1)
        .as('point'),
    )
    .where('id', '=', desktop)
    .executeTakeFirstOrThrow()
  return row.overlay_n !== null || row.point !== null
}

async function sweepForEver(parts: Parts, signal: AbortSignal): Promise<void> {
  for (;;) {
    await delay(SWEEP_MS, undefined, { signal })
    await forgetOldEvents(parts.store)
    for (const desktop of parts.desktops.keys()) {
      await sweep(parts, desktop, signal).catch((err: unknown) =>
        parts.log.warn({ desktop, err }, 'a desktop could not be swept'),
      )
    }
  }
}
