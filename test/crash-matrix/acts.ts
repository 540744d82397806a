import { type ChildProcess, execFile } from 'node:child_process'
import { glob, open, readdir, readlink, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Daruma } from '../rigs/daruma.ts'
import type { Act } from './cases.ts'

const STOPPED_MS = 5000
/** Shorter than a boot: the second try finds it there again. */
const SHARE_DOWN_MS = 4_000
const FILLER = 'filler'

/** Does it to the broker, which stands still just then, and to whatever else. Answers how it is ended again. */
export async function carryOut(act: Act, daruma: Daruma, broker: ChildProcess): Promise<() => Promise<void>> {
  switch (act) {
    case 'broker killed':
      await killed(daruma, broker)
      await daruma.start()
      return nothing
    case 'both killed':
      await killMachines(daruma.dataDir)
      await killed(daruma, broker)
      await daruma.start()
      return nothing
    case 'QEMU killed':
      await killMachines(daruma.dataDir)
      broker.kill('SIGCONT')
      return nothing
    case 'broker stopped':
      await delay(STOPPED_MS)
      broker.kill('SIGCONT')
      return nothing
    case 'disk full':
      await fillHoles(daruma.dataDir)
      await fill(join(daruma.dataDir, FILLER))
      broker.kill('SIGCONT')
      return () => rm(join(daruma.dataDir, FILLER))
    case 'share down': {
      await daruma.shareDown()
      broker.kill('SIGCONT')
      const up = delay(SHARE_DOWN_MS).then(() => daruma.shareUp())
      return () => up
    }
    case 'agent silent':
      // The agent itself is asked to; it is given the time to answer that it will.
      await daruma.guest('(sleep 0.3; kill -STOP $(pidof qemu-ga)) > /dev/null 2>&1 &')
      await delay(1000)
      broker.kill('SIGCONT')
      return nothing
  }
}

async function nothing(): Promise<void> {
  // It is over by itself.
}

async function killed(daruma: Daruma, broker: ChildProcess): Promise<void> {
  broker.kill('SIGKILL')
  await daruma.endedOf(broker)
}

/** Every QEMU that works in this folder, at once and unasked: as the kernel does when memory is short. */
async function killMachines(folder: string): Promise<void> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const program = await readlink(`/proc/${pid}/exe`).catch(() => '')
    const at = await readlink(`/proc/${pid}/cwd`).catch(() => '')
    if (program.includes('qemu-system') && at.startsWith(folder)) process.kill(Number(pid), 'SIGKILL')
  }
}

/**
 * A tmpfs, as no other file system, takes room also when a hole is read: without this, machines whose memory came from an
 * image would end for want of what they already had.
 */
async function fillHoles(folder: string): Promise<void> {
  for await (const memory of glob(join(folder, 'desktops', '*', 'images', '*', 'memory'))) {
    const { size } = await stat(memory)
    await promisify(execFile)('fallocate', ['--length', String(size), memory])
  }
}

/** Takes all the room that there is. */
async function fill(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(join(file, '..'))
  const filler = await open(file, 'w')
  const block = Buffer.alloc(1024 * 1024)
  try {
    for (let left = bavail * bsize; left > 0; left -= block.length) await filler.write(block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    await filler.close()
  }
}
