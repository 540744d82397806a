import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { HypervisorError, UncertainError } from '../hypervisor.ts'
import { FIRST_NODE } from './arguments.ts'
import type { Disks } from './disks.ts'
import { codeOf, type DesktopFiles, storageError, sync } from './files.ts'
import type { Monitor } from './monitor.ts'
import { nameOf, numberIn } from './names.ts'
import { machineProcesses } from './processes.ts'
import { readStart } from './start-record.ts'

const Blocks = z.array(z.object({ inserted: z.object({ 'node-name': z.string() }).optional() }))

const Nodes = z.array(z.object({ 'node-name': z.string() }))

/** A note in an instance's folder: it was, or is being, told to write to that overlay. */
const NOTE = 'told-'

/** The overlay that a machine writes to, as QEMU has it: `started` is the one that it was started on. */
export async function writesTo(monitor: Monitor, started: number, signal: AbortSignal): Promise<number> {
  const node = await topNode(monitor, signal)
  return node === FIRST_NODE ? started : numbered(node)
}

/**
 * Puts o-to on what i-n writes to. QEMU has the chain of its own from then on: what its nodes stand on is what it was told,
 * and not what the files say. Both lead to the same content, since only empty overlays can differ.
 */
export async function switchDisk(
  files: DesktopFiles,
  disks: Disks,
  monitor: Monitor,
  n: number,
  started: number,
  to: number,
  signal: AbortSignal,
): Promise<void> {
  const top = await topNode(monitor, signal)
  const now = top === FIRST_NODE ? started : numbered(top)
  await checkFresh(disks, to, now)
  await letGoOfUnused(monitor, top, signal)
  await note(files, n, to)
  await disks.markUsed(to)
  const name = nameOf('o', to)
  const filename = `../../disks/${name}.qcow2`
  signal.throwIfAborted()
  await monitor.order(
    'blockdev-add',
    {
      driver: 'qcow2',
      'node-name': name,
      discard: 'unmap',
      backing: null,
      file: { driver: 'file', locking: 'on', filename },
    },
    signal,
  )
  await monitor.order('blockdev-snapshot', { node: top, overlay: name }, signal)
}

/** What an earlier switch had QEMU open, and never came to be used: it would be held open as long as the machine runs. */
async function letGoOfUnused(monitor: Monitor, top: string, signal: AbortSignal): Promise<void> {
  const nodes = await monitor.ask('query-named-block-nodes', { flat: true }, Nodes, signal)
  for (const { 'node-name': node } of nodes) {
    if (node === top || numberIn('o', node) === null) continue
    // QEMU refuses it of any that something stands on.
    await monitor.order('blockdev-del', { 'node-name': node }, signal).catch((error: unknown) => {
      if (error instanceof UncertainError) throw error
    })
  }
}

/** The overlays that i-n was ever told to write to, the first one with them. */
export async function disksOf(files: DesktopFiles, n: number): Promise<number[]> {
  const start = await readStart(files, n)
  if (start === null) return []
  const names = await readdir(files.instance(n))
  const told = names.flatMap((name) => {
    const to = name.startsWith(NOTE) ? numberIn('o', name.slice(NOTE.length)) : null
    return to === null ? [] : [to]
  })
  return [start.disk, ...told]
}

/** The overlays that machines write to now, and those that they wrote to before since they were started. */
export async function disksInUse(files: DesktopFiles): Promise<Set<number>> {
  const used = await Promise.all(machineProcesses(files.instances).map(({ n }) => disksOf(files, n)))
  return new Set(used.flat())
}

async function topNode(monitor: Monitor, signal: AbortSignal): Promise<string> {
  const blocks = await monitor.ask('query-block', {}, Blocks, signal)
  const [node, ...others] = blocks.flatMap((b) => (b.inserted === undefined ? [] : [b.inserted['node-name']]))
  if (node === undefined || others.length > 0) throw new HypervisorError('QEMU does not have just one disk')
  return node
}

function numbered(node: string): number {
  const n = numberIn('o', node)
  if (n === null) throw new HypervisorError(`QEMU writes to ${node}, which nobody told it`)
  return n
}

/** Whatever stands between was meant for an earlier switch, of which nobody knows: it must hold nothing. */
async function checkFresh(disks: Disks, to: number, now: number): Promise<void> {
  const name = nameOf('o', to)
  await disks.checkStartable(to)
  if (await disks.wasUsed(to)) throw new HypervisorError(`${name} is not fresh: a machine was told of it before`)
  for (let at = await disks.backingOf(to); at !== now; at = await disks.backingOf(at)) {
    if (at === null || at === 'golden')
      throw new HypervisorError(`${name} does not stand on ${nameOf('o', now)}, which the machine writes to`)
    if (await disks.holdsData(at)) throw new HypervisorError(`${nameOf('o', at)}, below ${name}, is not empty`)
  }
}

async function note(files: DesktopFiles, n: number, to: number): Promise<void> {
  const folder = files.instance(n)
  try {
    await writeFile(join(folder, `${NOTE}${nameOf('o', to)}`), '', { mode: 0o600 })
    await sync(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new HypervisorError(`${nameOf('i', n)} was never started`, { cause: error })
    throw storageError(`tell ${nameOf('i', n)} to write to ${nameOf('o', to)}`, error)
  }
}
