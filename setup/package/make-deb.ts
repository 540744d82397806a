import { createHash } from 'node:crypto'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { project } from '../places.mjs'
import { copyRuntime } from '../run/ordinary-user.ts'
import { run } from '../run.mjs'
import { SetupError } from '../setup-error.mjs'
import { packageFolder } from './app-folder.ts'
import type { Build } from './build.ts'
import { control, debianVersion, type Kind, packageName } from './debian-package.ts'

const resources = join(project, 'resources')

/** Makes the package of the app's folder and of what belongs beside it, and answers its file. Needs dpkg-deb and no root. */
export async function makeDeb(kind: Kind, what: Build, appFolder: string): Promise<string> {
  const tree = await mkdtemp(join(packageFolder, 'deb-'))
  try {
    await layOut(tree, kind, packageName(kind, what.test), appFolder)
    await describeTree(tree, kind, what)
    const file = join(packageFolder, `${packageName(kind, what.test)}_${debianVersion(what.version)}_amd64.deb`)
    // What root owns there nobody else can change, the app's archive foremost.
    const made = await run(['dpkg-deb', '--root-owner-group', '-Zzstd', '-z9', '--build', tree, file])
    if (made.code !== 0)
      throw new SetupError(
        `dpkg-deb failed:\n${made.output.trim()}`,
        'It is in the package dpkg, of Debian 12 or later.',
      )
    return file
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}

async function layOut(tree: string, kind: Kind, name: string, appFolder: string): Promise<void> {
  await chmod(tree, 0o755)
  await mkdir(join(tree, 'opt'))
  await copyRuntime(appFolder, join(tree, 'opt', 'daruma'))
  for (const files of [join('kiosk', 'files'), join('kiosk', kind, 'files')])
    await cp(join(resources, files), tree, { recursive: true })
  await cp(join(resources, 'udev'), join(tree, 'usr', 'lib', 'udev', 'rules.d'), { recursive: true })
  await mkdir(join(tree, 'etc', 'daruma'), { recursive: true })
  const documents = join(tree, 'usr', 'share', 'doc', name)
  await mkdir(documents, { recursive: true })
  await cp(join(resources, 'kiosk', 'copyright'), join(documents, 'copyright'))
  await allReadable(tree)
}

/** As the umask of whoever builds it may not have it. Programs stay programs. */
async function allReadable(tree: string): Promise<void> {
  for (const path of await filesBelow(tree, 'folders too')) {
    const { mode } = await lstat(path)
    const program = (mode & 0o100) !== 0
    // The app's own are linked, not copied, and as they should be: another's folder is not touched.
    if ((mode & 0o7000) === 0) await chmod(path, program ? 0o755 : 0o644)
  }
}

async function describeTree(tree: string, kind: Kind, { version, test, electron }: Build): Promise<void> {
  const files = (await filesBelow(tree)).sort()
  let bytes = 0
  const sums: string[] = []
  for (const file of files) {
    const content = await readFile(file)
    bytes += content.length
    sums.push(`${createHash('md5').update(content).digest('hex')}  ${relative(tree, file)}\n`)
  }
  const debian = join(tree, 'DEBIAN')
  await cp(join(resources, 'kiosk', kind, 'control'), debian, { recursive: true })
  const about = { version, test, electron: electron.version, size: Math.ceil(bytes / 1024) }
  await writeFile(join(debian, 'control'), control(kind, about))
  await writeFile(join(debian, 'md5sums'), sums.join(''))
  const configured = files.map((file) => `/${relative(tree, file)}`).filter((file) => file.startsWith('/etc/'))
  await writeFile(join(debian, 'conffiles'), configured.map((file) => `${file}\n`).join(''))
}

async function filesBelow(folder: string, wanted: 'files' | 'folders too' = 'files'): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() || wanted === 'folders too')
    .map((entry) => join(entry.parentPath, entry.name))
}
