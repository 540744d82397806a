import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../setup/run/free-port.ts'
import { startSamba } from '../../setup/samba/samba.ts'
import { type Say, type Share, type Spread, spread } from './figures.ts'
import { Floor } from './floor.ts'
import { measurePoints } from './points.ts'
import { Recovery } from './recovery.ts'

/** What is measured on real machines, each beside its floor. */
export async function real(names: readonly string[], times: number, say: Say, trace: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-bench-'))
  const port = await freePort()
  const login = { user: 'maria', password: 'battery staple' }
  const samba = await startSamba({ folder: join(folder, 'samba'), address: '127.0.0.1', port, share: 'home', ...login })
  const share: Share = {
    ...login,
    unc: '//10.0.2.100/home',
    network: { kind: 'user', share: { host: '127.0.0.1', port } },
  }
  const ours = await Recovery.make(join(folder, 'ours'), share)
  const floor = await Floor.make(join(folder, 'floor'), share)
  try {
    for (const name of names) {
      if (name === 'points') await measurePoints(ours, times, say)
      else await besideFloor(name, times, floor, ours, say)
      if (trace) for (const line of ours.trace) console.log(line)
    }
  } finally {
    await ours.end()
    await floor.end()
    await samba.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function besideFloor(name: string, times: number, floor: Floor, ours: Recovery, say: Say): Promise<void> {
  const warm = name === 'warm'
  // Once each without counting: the first fills the page cache for both.
  await floor.recover(warm)
  await ours.recover(warm)
  const taken = { floor: [] as number[][], ours: [] as number[][] }
  for (let i = 1; i <= times; i++) {
    // In turns, so that whatever else the machine does falls on both.
    const a = await floor.recover(warm)
    const b = await ours.recover(warm)
    taken.floor.push([a.agentMs, a.shareMs])
    taken.ours.push([b.agentMs, b.shareMs])
    process.stderr.write(`${name} ${i}/${times}: floor ${Math.round(a.shareMs)} ms, ours ${Math.round(b.shareMs)} ms\n`)
  }
  for (const [i, what] of ['agent answers', 'share opens'].entries()) {
    const of = (rows: number[][]) => spread(rows.map((row) => row[i] ?? Number.NaN))
    const [f, o] = [of(taken.floor), of(taken.ours)]
    const ratio = o.median / f.median
    const figures = { floor: f, ours: o, ratio }
    say(
      `${name}, press to ${what}`,
      `n=${times}: ours ${inMs(o)}, floor ${inMs(f)}, ratio ${ratio.toFixed(2)}`,
      figures,
    )
  }
}

export function inMs(s: Spread): string {
  return `${Math.round(s.median)} ms (${Math.round(s.min)} to ${Math.round(s.max)})`
}
