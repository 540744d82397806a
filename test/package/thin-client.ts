import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asRoot } from '../../setup/as-root.mjs'
import { depends } from '../../setup/package/debian-package.ts'
import { cacheFolder, project } from '../../setup/places.mjs'
import { run } from '../../setup/run.mjs'

const recipe = join(project, 'test', 'package', 'guest')

/** Of what is needed the first choice, as Debian 12 has it; without versions. */
const needed = [...new Set(Object.values(depends).flat())].map((each) => each.split(' ')[0] ?? '').sort()

/** A plain Debian with what our packages need and none of ours, and what boots it: a folder in the cache. Takes two minutes. */
export async function plainDebian(): Promise<string> {
  const hash = createHash('sha256').update(needed.join())
  for (const file of readdirSync(recipe).sort()) hash.update(file).update(readFileSync(join(recipe, file)))
  const folder = join(cacheFolder(), 'thin-client', hash.digest('hex').slice(0, 16))
  await must(asRoot([join(recipe, 'build.sh'), folder, ...needed]))
  return folder
}

/** A root file system of its own, over the plain Debian: what is done in it leaves that as it is. Needs root. */
export class ThinClient {
  readonly debian: string
  readonly #folder: string
  readonly root: string

  private constructor(debian: string, folder: string) {
    this.debian = debian
    this.#folder = folder
    this.root = join(folder, 'root')
  }

  static async open(): Promise<ThinClient> {
    const debian = await plainDebian()
    const folder = await mkdtemp(join(tmpdir(), 'daruma-thin-client-'))
    for (const name of ['root', 'changes', 'work']) await mkdir(join(folder, name))
    const layers = `lowerdir=${debian}/root,upperdir=${folder}/changes,workdir=${folder}/work`
    await must(asRoot(['mount', '-t', 'overlay', '-o', layers, 'daruma-thin-client', join(folder, 'root')]))
    return new ThinClient(debian, folder)
  }

  /** What a shell in it does and says. */
  async sh(script: string): Promise<{ code: number; output: string }> {
    const env = {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C',
    }
    return run(asRoot(['/usr/sbin/chroot', this.root, '/bin/sh', '-c', script]), { env })
  }

  /** The same, where it is to succeed. */
  async must(script: string): Promise<string> {
    const { code, output } = await this.sh(script)
    if (code !== 0) throw new Error(`${script}\nended with ${code}:\n${output}`)
    return output
  }

  async write(path: string, content: string): Promise<void> {
    const file = join(this.#folder, 'content')
    await writeFile(file, content)
    await must(asRoot(['install', '-D', '-m', '0644', file, join(this.root, path)]))
  }

  async copyIn(file: string, path: string): Promise<void> {
    await must(asRoot(['install', '-D', '-m', '0644', file, join(this.root, path)]))
  }

  /** A disk with all that is there now: boots with `vmlinuz` and `initrd` of `debian`. */
  async disk(): Promise<string> {
    const disk = join(this.#folder, 'disk.raw')
    await must(['truncate', '-s', '3G', disk])
    await must(asRoot(['/sbin/mke2fs', '-q', '-t', 'ext4', '-m', '0', '-d', this.root, disk]))
    return disk
  }

  async close(): Promise<void> {
    await must(asRoot(['umount', this.root]))
    await must(asRoot(['rm', '-rf', this.#folder]))
  }
}

async function must(command: string[]): Promise<string> {
  const { code, output } = await run(command)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${output}`)
  return output
}
