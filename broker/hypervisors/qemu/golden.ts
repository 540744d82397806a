import { createHash, randomUUID } from 'node:crypto'
import { readFile, readlink, realpath, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { DamagedDiskError, HypervisorError } from '../hypervisor.ts'
import type { MachineSpec } from '../machine-spec.ts'

const ImageJson = z.object({ kernelCommandLine: z.string().optional(), hash: z.string().min(1) })

/** A golden image: a folder that somebody built, and that is never changed, only replaced by another with another hash. */
export interface GoldenImage {
  readonly folder: string
  readonly hash: string
  /** Null: the firmware boots what it finds on the disk. */
  readonly kernel: { readonly file: string; readonly initrd: string; readonly commandLine: string } | null
  /** Its name among the desktop's disks. */
  readonly name: string
}

/** Throws `HypervisorError` with what is missing in the folder. */
export async function readGolden(desktop: string, spec: MachineSpec): Promise<GoldenImage> {
  const needed = ['disk.qcow2', 'image.json', ...(spec.boot === 'kernel' ? ['vmlinuz', 'initrd'] : [])]
  const missing: string[] = []
  for (const name of needed) {
    if ((await realpath(join(spec.image, name)).catch(() => null)) === null) missing.push(name)
  }
  if (missing.length > 0)
    throw new HypervisorError(
      `desktop ${desktop}: its golden image ${spec.image} has no ${missing.join(', ')}; build the image first, or name another folder`,
    )
  const folder = await realpath(spec.image)
  const { hash, kernelCommandLine } = await imageJson(folder)
  if (spec.boot === 'kernel' && kernelCommandLine === undefined)
    throw new HypervisorError(`${join(folder, 'image.json')} has no kernelCommandLine`)
  return {
    folder,
    hash,
    kernel:
      spec.boot === 'kernel'
        ? { file: join(folder, 'vmlinuz'), initrd: join(folder, 'initrd'), commandLine: kernelCommandLine ?? '' }
        : null,
    name: nameFor(hash),
  }
}

/** Gives the golden image its name beside the overlays, so that they name what they stand on by its content. */
export async function linkGolden(disks: string, golden: GoldenImage): Promise<void> {
  const target = join(golden.folder, 'disk.qcow2')
  const name = join(disks, golden.name)
  if ((await readlink(name).catch(() => null)) === target) return
  // The same content in another folder now, or the first time. A rename never leaves the name without a file.
  const fresh = `${name}.tmp-${randomUUID()}`
  await symlink(target, fresh)
  await rename(fresh, name)
}

export function isGoldenName(name: string): boolean {
  return /^golden-[0-9a-f]{16}\.qcow2$/.test(name)
}

/** An image that was replaced in its folder would be garbage below the overlays made on the one before. */
export async function checkGoldenIsStill(disks: string, name: string): Promise<void> {
  let now: string
  try {
    now = nameFor((await imageJson(dirname(await realpath(join(disks, name))))).hash)
  } catch (cause) {
    const target = await readlink(join(disks, name)).catch(() => name)
    throw new DamagedDiskError(`the golden image ${target} can't be read; put it back`, { cause })
  }
  if (now !== name)
    throw new DamagedDiskError(
      `the golden image in ${await readlink(join(disks, name))} was replaced, and disks still stand on the one before; put that back`,
    )
}

async function imageJson(folder: string): Promise<z.output<typeof ImageJson>> {
  const file = join(folder, 'image.json')
  try {
    return ImageJson.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new HypervisorError(`${file} is not what a golden image says of itself`, { cause })
  }
}

function nameFor(hash: string): string {
  return `golden-${createHash('sha256').update(hash).digest('hex').slice(0, 16)}.qcow2`
}
