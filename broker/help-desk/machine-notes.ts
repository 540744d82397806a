import { record } from '../audit/audit.ts'
import { tell } from '../events/outbox.ts'
import type { Tail } from '../events/tail.ts'
import type { InstanceFacts } from '../hypervisors/hypervisor.ts'
import type { Parts } from '../recovery/parts.ts'
import type { DesktopMachineTable } from '../store/schema/help-desk.ts'
import { clock } from '../store/store.ts'

const AGAIN_MS = 30_000

/**
 * Notes how each of our machines is, whenever something is told of it and now and then without that: lists of thousands of
 * desktops are read from the store, and filtered by it. Returns what ends it.
 */
export function noteMachines(parts: Parts, tail: Pick<Tail, 'listen'>): () => Promise<void> {
  const { desktops, log } = parts
  const due = new Set<string>(desktops.keys())
  const ended = { is: false }
  let working: Promise<void> | null = null
  const work = async () => {
    for (const desktop of due) {
      if (ended.is) return
      due.delete(desktop)
      await note(parts, desktop).catch((err: unknown) => log.warn({ desktop, err }, 'how a machine is was not noted'))
    }
  }
  const look = () => {
    working ??= work().finally(() => {
      working = null
      // What became due after the last of them was taken.
      if (due.size > 0 && !ended.is) look()
    })
  }
  const stopListening = tail.listen(({ type, subject }) => {
    if (type !== 'desktop' || !desktops.has(subject)) return
    due.add(subject)
    look()
  })
  const timer = setInterval(() => {
    for (const desktop of desktops.keys()) due.add(desktop)
    look()
  }, AGAIN_MS)
  look()
  return async () => {
    ended.is = true
    clearInterval(timer)
    stopListening()
    await working
  }
}

/** Writes down how a desktop's machine is, if that is another than before; and that it stopped by itself, if it did. */
async function note({ store, hypervisor }: Parts, desktop: string): Promise<void> {
  const row = await store.db.selectFrom('desktop').select('instance_n').where('id', '=', desktop).executeTakeFirst()
  if (row?.instance_n == null) return
  const n = row.instance_n
  const facts = await hypervisor.instance(desktop, n)
  const state = stateOf(facts)
  const before = await store.db
    .selectFrom('desktop_machine')
    .select('state')
    .where('desktop_id', '=', desktop)
    .executeTakeFirst()
  if (before?.state === state) return
  await store.transaction(async (trx) => {
    const now = await trx
      .selectFrom('desktop')
      .select(['instance_n', 'owner_id'])
      .where('id', '=', desktop)
      .executeTakeFirst()
    // Another machine is the desktop by now.
    if (now?.instance_n !== n) return
    const at = await clock(trx)
    await trx
      .insertInto('desktop_machine')
      .values({ desktop_id: desktop, state, noted_at: at })
      .onConflict((c) => c.column('desktop_id').doUpdateSet({ state, noted_at: at }))
      .execute()
    await tell(trx, { person_id: now.owner_id, type: 'desktop', subject: desktop })
    const open = await trx
      .selectFrom('run')
      .select('id')
      .where('desktop_id', '=', desktop)
      .where('outcome', 'is', null)
      .executeTakeFirst()
    // Whatever is being done to it stops it on purpose.
    if (before?.state !== 'running' || open !== undefined) return
    await record(trx, {
      actor: 'broker',
      action: state === 'off' ? 'machine.off' : facts.status === 'no-room' ? 'machine.no-room' : 'machine.stopped',
      subject: `desktop:${desktop}`,
      detail: { n },
    })
  })
}

function stateOf({ alive, status }: InstanceFacts): DesktopMachineTable['state'] {
  if (!alive || status === 'off') return 'off'
  return status === 'panicked' || status === 'paused' || status === 'no-room' ? 'stopped' : 'running'
}
