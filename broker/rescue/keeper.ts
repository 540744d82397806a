import type { Parts } from '../recovery/parts.ts'
import { type Duty, LostDutyError, onDuty } from '../store/duty.ts'
import { lookForChanges } from './changes.ts'
import { endHelper } from './helper.ts'
import { endBrokenOff, makeNextCopy } from './make-copy.ts'
import { giveUp, makeNextList, putDownForLists } from './make-list.ts'

/** Helpers of this broker at a time: they share the host with the desktops. */
const MOST_HELPERS = 2
/** Looked at without being told of anything, too: another broker may have gone. */
const LOOK_MS = 30_000

export interface RescueKeeper {
  /** Ends helpers at work; what they did is taken up by the next keeper. */
  stop(): Promise<void>
}

/** Makes the lists of what recoveries left, and the copies that are asked for. */
export function startRescueKeeper(parts: Parts): RescueKeeper {
  const ending = new AbortController()
  const { signal } = ending
  const working = new Map<string, Promise<void>>()
  let due = false

  const work = async (desktop: string) => {
    try {
      await onDuty(parts.store, `rescue:${desktop}`, signal, (duty) => workFor(parts, desktop, duty))
    } catch (err) {
      if (!signal.aborted && !(err instanceof LostDutyError))
        parts.log.warn({ desktop, err }, 'what a recovery left could not be looked after; it is tried again')
    } finally {
      working.delete(desktop)
    }
  }
  const look = async () => {
    for (const desktop of await waitingDesktops(parts)) {
      if (signal.aborted || working.size >= MOST_HELPERS) return
      if (!working.has(desktop)) working.set(desktop, work(desktop).then(lookSoon))
    }
  }
  const lookSoon = () => {
    if (due || signal.aborted) return
    due = true
    setImmediate(() => {
      due = false
      look().catch((err: unknown) => {
        if (!signal.aborted) parts.log.warn({ err }, 'the store could not be asked for rescues')
      })
    })
  }

  const stopListening = parts.store.onCommit(lookSoon)
  const timer = setInterval(lookSoon, LOOK_MS)
  const stopLooking = lookForChanges(parts)
  lookSoon()
  return {
    stop: async () => {
      clearInterval(timer)
      stopListening()
      ending.abort(new Error('the broker stops'))
      await Promise.all([...working.values(), stopLooking()])
    },
  }
}

/** Desktops for which there is something to do: first those whose people wait. */
async function waitingDesktops({ store, desktops, hypervisor }: Parts): Promise<string[]> {
  if (hypervisor.reader === null) return []
  const asked = await store.db.selectFrom('rescue').select('desktop_id').where('ended_at', 'is', null).execute()
  const unlisted = await store.db
    .selectFrom('undo_point')
    .innerJoin('run', 'run.id', 'undo_point.run_id')
    .leftJoin('leftovers', 'leftovers.recovery_id', 'undo_point.run_id')
    .select('undo_point.desktop_id')
    .where('undo_point.state', '=', 'kept')
    .where('run.outcome', 'in', ['recovered', 'undone', 'rebuilt'])
    .where((eb) => eb.or([eb('leftovers.state', 'is', null), eb('leftovers.state', 'in', ['waiting', 'scanning'])]))
    .execute()
  return [...new Set([...asked, ...unlisted].map(({ desktop_id }) => desktop_id))].filter((id) => desktops.has(id))
}

/** All that is to be done for one desktop; nobody else does any of it meanwhile. */
async function workFor(parts: Parts, desktop: string, duty: Duty): Promise<void> {
  await clearAway(parts, desktop, duty)
  do {
    while (await makeNextCopy(parts, desktop, duty));
    await putDownForLists(parts, desktop, duty)
  } while (await makeNextList(parts, desktop, duty))
}

/** What a broker that is gone was at: its helpers are ended first, so that nothing of it goes on. */
async function clearAway(parts: Parts, desktop: string, duty: Duty): Promise<void> {
  const { db } = parts.store
  const lists = await db
    .selectFrom('leftovers')
    .selectAll()
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'scanning')
    .execute()
  const copies = await db
    .selectFrom('rescue')
    .selectAll()
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'copying')
    .execute()
  for (const { instance_n } of [...lists, ...copies])
    if (instance_n !== null) await endHelper(parts, desktop, instance_n)
  for (const list of lists) await giveUp(parts, list, 'The desktop service ended while it was read.', duty)
  for (const row of copies) await endBrokenOff(parts, row, duty)
  // A list is kept for as long as what it is of.
  const gone = db
    .selectFrom('undo_point')
    .select('run_id')
    .where('desktop_id', '=', desktop)
    .where('state', '!=', 'kept')
  await db.deleteFrom('leftover').where('recovery_id', 'in', gone).execute()
}
