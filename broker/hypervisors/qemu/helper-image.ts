import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { HypervisorError } from '../hypervisor.ts'

const ImageJson = z.object({ kernelCommandLine: z.string() })

/** The helper guest's kernel and first file system, which is all that it has. */
export interface HelperImage {
  readonly kernel: string
  readonly initrd: string
  readonly commandLine: string
}

/** Throws `HypervisorError` if the folder does not hold one. */
export async function readHelperImage(folder: string): Promise<HelperImage> {
  try {
    const [kernel, initrd] = [await realpath(join(folder, 'vmlinuz')), await realpath(join(folder, 'initrd'))]
    const { kernelCommandLine } = ImageJson.parse(JSON.parse(await readFile(join(folder, 'image.json'), 'utf8')))
    return { kernel, initrd, commandLine: kernelCommandLine }
  } catch (cause) {
    throw new HypervisorError(
      `${folder} holds no rescue guest; build it with resources/rescue-guest/build.sh, or leave rescue.image out`,
      { cause },
    )
  }
}
