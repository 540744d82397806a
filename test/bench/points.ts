import { type Say, spread } from './figures.ts'
import type { Recovery } from './recovery.ts'

/** Points of a desktop that runs: how long it stands still, how long the check takes and what that does to it, how large it is. */
export async function measurePoints(ours: Recovery, times: number, say: Say): Promise<void> {
  const paused: number[] = []
  const checked: number[] = []
  const diskMib: number[] = []
  const memoryMib: number[] = []
  const alone: number[] = []
  const beside: number[] = []
  for (let i = 1; i <= times; i++) {
    alone.push(await ours.work())
    const id = await ours.takePoint()
    const point = ours.proven(id)
    // The desktop itself is the neighbour of its clone: the same work, while that boots and is looked at.
    beside.push(await ours.work())
    const { pausedMs, checksMs, diskBytes, memoryBytes } = await point
    paused.push(pausedMs)
    checked.push(checksMs)
    diskMib.push(diskBytes / 2 ** 20)
    memoryMib.push(memoryBytes / 2 ** 20)
    process.stderr.write(`points ${i}/${times}: stood still ${pausedMs} ms, checked in ${Math.round(checksMs)} ms\n`)
  }
  const tell = (name: string, values: number[], unit: string) => {
    const s = spread(values)
    say(name, `n=${times}: ${s.median.toFixed(0)} ${unit} (${s.min.toFixed(0)} to ${s.max.toFixed(0)})`, s)
  }
  tell('a point: the desktop stands still', paused, 'ms')
  tell('a point: the check in a clone', checked, 'ms')
  tell('a point: disk', diskMib, 'MiB')
  tell('a point: memory', memoryMib, 'MiB')
  tell('a fixed piece of work in the desktop, nothing beside it', alone, 'ms')
  tell('the same while a clone is checked', beside, 'ms')
}
