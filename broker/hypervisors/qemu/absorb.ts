import { randomUUID } from 'node:crypto'
import { chmod, rename, stat, unlink, utimes } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Disk, HypervisorError } from '../hypervisor.ts'
import type { Disks } from './disks.ts'
import { type DesktopFiles, storageError, sync } from './files.ts'
import { nameOf } from './names.ts'
import { run } from './run.ts'

/** A disk of a TB, from slow storage. */
const LONGEST_MS = 12 * 60 * 60 * 1000

/**
 * As in `Hypervisor.absorbBacking`. A copy takes up what differs between what it stands on and `onto`, and then takes the
 * name: at every moment one of the two whole files has it, and both say the same.
 */
export async function absorb(
  files: DesktopFiles,
  disks: Disks,
  qemuImg: string,
  n: number,
  onto: Disk,
  signal: AbortSignal,
): Promise<void> {
  const name = nameOf('o', n)
  const file = files.overlay(n)
  if (!(await disks.isSealed(n))) throw new HypervisorError(`${name} is not sealed, so it can't be rewritten`)
  if (!(await disks.chainOf(n)).slice(1).includes(onto))
    throw new HypervisorError(`${onto === 'golden' ? 'the golden image' : nameOf('o', onto)} is not below ${name}`)
  if ((await disks.backingOf(n)) === onto) return
  const { atimeMs, mtimeMs } = await stat(file)
  const made = `${file}.tmp-${randomUUID()}`
  const low = (program: string, ...args: string[]) =>
    run('nice', ['-n', '19', 'ionice', '-c', '3', program, ...args], {
      cwd: files.disks,
      withinMs: LONGEST_MS,
      signal,
    })
  try {
    await low('cp', '--sparse=always', '--reflink=auto', file, made)
    await chmod(made, 0o600)
    await low(qemuImg, 'rebase', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', disks.fileNameOf(onto), basename(made))
    await low(qemuImg, 'check', '-q', '-f', 'qcow2', basename(made))
    await chmod(made, 0o444)
    await utimes(made, atimeMs / 1000, mtimeMs / 1000)
    await sync(made)
    signal.throwIfAborted()
    await rename(made, file)
    await sync(files.disks)
  } catch (error) {
    await unlink(made).catch(() => undefined)
    signal.throwIfAborted()
    throw storageError(`rewrite ${name} without what it stands on`, error)
  }
}
