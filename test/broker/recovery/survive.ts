import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Place } from '../../rigs/stores.ts'
import { DESKTOP, Mortal, PERSON, Rig } from './rig.ts'

/** Carries a press through brokers that die one after the other, and answers what must be true of the end. */
export async function survive(
  deaths: readonly { at: number; after: boolean }[],
  undo: boolean,
  place?: Place,
): Promise<{ calls: number; died: number }> {
  const rig = await Rig.ready(place)
  try {
    await rig.write('broken')
    let died = 0
    let calls = 0
    const through = async (id: string) => {
      for (const { at, after } of deaths) {
        const mortal = rig.startBroker(new Mortal(at, after))
        const over = rig.ended(id).then(() => 'over' as const)
        const first = await Promise.race([over, mortal.died])
        calls = mortal.calls
        if (first === 'over') {
          await rig.endBrokers()
          break
        }
        died++
        await rig.leasesEnd(mortal)
      }
      rig.startBroker()
      const end = await rig.ended(id)
      await rig.endBrokers()
      return end
    }
    const key = randomUUID()
    const pressed = await rig.recover(key)
    const recovered = await through(pressed.id)
    expect(recovered.outcome).toBe('recovered')
    expect(await rig.contents()).toEqual([])
    expect(await rig.recover(key)).toMatchObject({ id: pressed.id })
    const runs = await rig.store.db.selectFrom('run').selectAll().where('kind', '=', 'recover').execute()
    expect(runs).toHaveLength(1)
    const kept = await rig.store.db.selectFrom('undo_point').selectAll().execute()
    expect(kept).toHaveLength(1)
    expect(await rig.wrongs()).toEqual([])
    if (undo) {
      const undone = await through((await rig.undo(pressed.id)).id)
      expect(undone.outcome).toBe('undone')
      expect(await rig.contents()).toEqual(['broken'])
      expect(await rig.wrongs()).toEqual([])
    }
    return { calls, died }
  } finally {
    await rig.close()
  }
}

/**
 * A broker is paused before its call `at`, and goes on when another one has ended the recovery. Answers whether it came to
 * the pause.
 */
export async function outsleep(at: number, place?: Place): Promise<boolean> {
  const rig = await Rig.ready(place)
  try {
    await rig.write('broken')
    const { id } = await rig.recover()
    const sleeper = rig.startBroker(new Mortal(at, false, true))
    const first = await Promise.race([
      rig.ended(id).then(() => 'over' as const),
      sleeper.died.then(() => 'asleep' as const),
    ])
    if (first === 'over') return false
    await rig.leasesEnd(sleeper)
    await rig.brokerUp()
    const recovered = await rig.ended(id)
    expect(recovered.outcome).toBe('recovered')
    await rig.write('work since')
    sleeper.wake()
    await rig.endBrokers()

    expect(await rig.presses.view(PERSON, id)).toEqual(recovered)
    expect(await rig.contents()).toEqual(['work since'])
    const { instance_n } = await rig.row()
    expect(rig.host.desktop(DESKTOP).living(instance_n ?? 0)).toMatchObject({ status: 'running', linkUp: true })
    expect(await rig.store.db.selectFrom('undo_point').selectAll().execute()).toHaveLength(1)
    expect(await rig.wrongs()).toEqual([])
    return true
  } finally {
    await rig.close()
  }
}
