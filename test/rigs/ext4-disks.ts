import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pino from 'pino'
import { MachineSpec } from '../../broker/hypervisors/machine-spec.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import type { Parts } from '../../broker/recovery/parts.ts'
import { type Helper, withHelper } from '../../broker/rescue/helper.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import { rescueGuest } from './rescue-guest.ts'
import { testQemu } from './warm-desktop.ts'

const run = promisify(execFile)
export const DESKTOP = 'disks'

export type Ext4Disks = Awaited<ReturnType<typeof ext4Disks>>

/**
 * A desktop that has only disks, each an ext4 made of a folder, as bash scripts leave it: `base` makes that of the point,
 * o-1, and `kept`, which goes on from there, that of the kept state, o-2. Helpers read them for real.
 */
export async function ext4Disks(scripts: { base: string; kept: string; sharePort: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-disks-'))
  const [tree, image, data] = ['tree', 'image', 'data'].map((name) => join(folder, name)) as [string, string, string]
  const raw = join(folder, 'disk.raw')
  const bash = (script: string) => run('bash', ['-euc', script], { cwd: tree })
  const make = async (script: string) => {
    await bash(script)
    await rm(raw, { force: true })
    // Errors make it panic, as the demo desktop's does: the helper must not.
    await run('mke2fs', ['-q', '-t', 'ext4', '-e', 'panic', '-d', tree, '-F', raw, '48M'], {
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    })
  }
  for (const name of [tree, image]) await mkdir(name)
  await make(scripts.base)
  await run('qemu-img', ['convert', '-O', 'qcow2', raw, join(image, 'disk.qcow2')])
  await writeFile(join(image, 'image.json'), JSON.stringify({ hash: 'a disk of a test' }))
  const spec = MachineSpec.parse({
    image,
    boot: 'disk',
    network: { kind: 'user', share: { host: '127.0.0.1', port: scripts.sharePort } },
  })
  const log = pino({ level: 'silent' })
  const hypervisor = new QemuHypervisor(
    { ...testQemu, dataDir: data, desktops: { [DESKTOP]: spec }, rescueImage: await rescueGuest() },
    log,
  )
  const { signal } = new AbortController()
  await hypervisor.open(signal)
  const store = await openSqliteStore(join(folder, 'store.sqlite'))
  const parts: Parts = { store, hypervisor, desktops: new Map(), log }

  const overlay = async (n: number, write: (raw: string) => Promise<void>) => {
    await hypervisor.createOverlay(DESKTOP, n, 'golden')
    await write(raw)
    await run('qemu-img', [
      'convert',
      '-n',
      '-O',
      'qcow2',
      raw,
      join(data, 'desktops', DESKTOP, 'disks', `o-${n}.qcow2`),
    ])
    await hypervisor.seal(DESKTOP, n)
  }
  await overlay(1, async () => undefined)
  // What was changed in the second in which the point was taken could not be told from what was not.
  await delay(1100)
  await overlay(2, () => make(scripts.kept))
  let last = 2

  return {
    folder,
    hypervisor,
    data: join(data, 'desktops', DESKTOP),
    /** A disk like the kept one, but for bytes written over it. Answers its number. */
    async damaged(places: readonly { readonly at: number; readonly bytes: Uint8Array }[]): Promise<number> {
      const n = ++last
      await overlay(n, async () => {
        const file = await open(raw, 'r+')
        for (const { at, bytes } of places) await file.write(bytes, 0, bytes.length, at)
        await file.close()
      })
      return n
    },
    /** Talks to a helper that reads these disks, the kept one first; `share`: with the way to it. */
    read<T>(disks: readonly number[], share: boolean, talk: (helper: Helper) => Promise<T>): Promise<T> {
      const n = ++last
      return withHelper(parts, DESKTOP, n, { disks, server: share ? '127.0.0.1' : null }, signal, talk)
    },
    async close(): Promise<void> {
      for (const n of await hypervisor.alive(DESKTOP)) await hypervisor.kill(DESKTOP, n, signal)
      await hypervisor.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
