import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CopyOrder } from '../../../broker/rescue/copy-files.ts'
import { copyFiles } from '../../../broker/rescue/copy-files.ts'
import { decodePath, encodePath, shownPath } from '../../../broker/rescue/disk-path.ts'
import { HelperError } from '../../../broker/rescue/helper.ts'
import { type Listed, listDisks } from '../../../broker/rescue/list-disks.ts'
import { freePort } from '../../../setup/run/free-port.ts'
import { type Samba, startSamba } from '../../../setup/samba/samba.ts'
import { ProblemError } from '../../../shared/api/problem.ts'
import { DESKTOP, type Ext4Disks, ext4Disks } from '../../rigs/ext4-disks.ts'

/** Each costs a boot of the helper. */
const long = process.env['DARUMA_TEST_LONG'] !== undefined

const PASSWORD = 'a,b=c "d" ü'
const SPARSE = 2 ** 30

const BASE = `
mkdir -p home/user/Documents home/user/Downloads home/user/.config etc
echo 'Dear Ms Okafor' > home/user/Documents/letter.txt
echo same > home/user/Documents/same.txt
echo old > home/user/Documents/old.txt
echo 1 > home/user/.config/settings
ln -s letter.txt home/user/Documents/link
echo here > etc/hosts`

const KEPT = `
echo 'and more' >> home/user/Documents/letter.txt
touch home/user/Documents/same.txt
rm home/user/Documents/old.txt
echo 2 > home/user/.config/settings
echo there > etc/hosts
cd home/user/Downloads
printf new > 'Timesheet November.xlsx'
printf newline > $'two\\nlines'
printf bytes > $'\\xff\\xfe\\x01'
printf hidden > $'\\xe2\\x80\\xaegnp.exe'
printf win > 'a:b?.txt'
printf first > Case.txt
printf second > CASE.TXT
printf con > con.txt
ln -s /etc/passwd passwd
ln -s /reader reader
mkfifo pipe
mkdir -p deep/er && printf deep > deep/er/file
truncate -s ${SPARSE} sparse && printf end >> sparse
head -c 3000000 /dev/urandom > large.bin`

describe('a helper guest on QEMU', () => {
  let disks: Ext4Disks
  let port: number
  let samba: Samba
  let listed: Listed
  beforeAll(async () => {
    port = await freePort()
    disks = await ext4Disks({ base: BASE, kept: KEPT, sharePort: port })
    samba = await share('samba', 'files')
    listed = await disks.read([2, 1], false, listDisks)
  })
  afterAll(async () => {
    await samba.stop()
    await disks.close()
  })

  /** The server before it may still hold the port for a moment, with what is left of a connection. */
  async function share(name: string, access: 'files' | 'read-only'): Promise<Samba> {
    const options = { folder: join(disks.folder, name), address: '127.0.0.1', port, share: 'home', user: 'maria' }
    for (let tries = 1; ; tries++) {
      try {
        return await startSamba({ ...options, password: PASSWORD, readOnly: access === 'read-only' })
      } catch (error) {
        if (tries === 50) throw error
        await delay(200)
      }
    }
  }
  /** Another share in place of the usual one, for as long as `act` takes. */
  async function withShare<T>(other: () => Promise<Samba>, act: (other: Samba) => Promise<T>): Promise<T> {
    await samba.stop()
    const instead = await other()
    try {
      return await act(instead)
    } finally {
      await instead.stop()
      samba = await share('samba', 'files')
    }
  }
  function order(paths: readonly string[], change: Partial<CopyOrder['share']> = {}): CopyOrder {
    const files = paths.map((path) => {
      const entry = listed.entries.find((e) => e.path === encodePath(Buffer.from(path, 'latin1')))
      return { path: encodePath(Buffer.from(path, 'latin1')), size: entry?.sizeBytes ?? 0 }
    })
    const user = { unc: '//10.0.2.100/home', user: 'maria', password: PASSWORD, ...change }
    return { share: user, folder: 'Recovered 2026-11-23 09.12', title: 'What was there.', files }
  }
  async function copy(what: CopyOrder) {
    const news = { folders: [] as string[], copied: [] as string[], skipped: [] as string[], renamed: 0 }
    const shown = (i: number) => shownPath(decodePath(what.files[i]?.path ?? ''))
    const { reported } = await disks.read([2], true, (helper) =>
      copyFiles(helper, what, {
        folder: async (name) => void news.folders.push(name),
        copied: async (i, _, renamed) => {
          news.copied.push(shown(i))
          if (renamed) news.renamed++
        },
        skipped: async (i, why) => void news.skipped.push(`${shown(i)} ${why}`),
      }),
    )
    return { ...news, reported }
  }

  test('lists what was added, changed and removed, the own folders first, whatever the names are', () => {
    const lines = listed.entries.map((e) => `${e.change} ${e.type} ${shownPath(decodePath(e.path))} ${e.sizeBytes}`)
    expect(lines).toEqual([
      'changed file /home/user/Documents/letter.txt 24',
      'removed file /home/user/Documents/old.txt 4',
      'added file /home/user/Downloads/CASE.TXT 6',
      'added file /home/user/Downloads/Case.txt 5',
      'added file /home/user/Downloads/Timesheet November.xlsx 3',
      'added file /home/user/Downloads/a:b?.txt 3',
      'added file /home/user/Downloads/con.txt 3',
      'added folder /home/user/Downloads/deep 0',
      'added folder /home/user/Downloads/deep/er 0',
      'added file /home/user/Downloads/deep/er/file 4',
      'added file /home/user/Downloads/large.bin 3000000',
      'added link /home/user/Downloads/passwd 0',
      'added other /home/user/Downloads/pipe 0',
      'added link /home/user/Downloads/reader 0',
      `added file /home/user/Downloads/sparse ${SPARSE + 3}`,
      'added file /home/user/Downloads/two\\x0alines 7',
      'added file /home/user/Downloads/\\u{202e}gnp.exe 6',
      'added file /home/user/Downloads/\\xff\\xfe\\x01 5',
      'changed file /home/user/.config/settings 2',
      'changed file /etc/hosts 6',
    ])
    expect(listed.folders.map(({ kind, path }) => `${kind} ${decodePath(path).toString()}`)).toEqual([
      'own home/user/Documents',
      'own home/user/Downloads',
      'settings home/user/.config',
      'system etc',
    ])
    expect(listed.total).toMatchObject({ added: 14, changed: 3, removed: 1 })
    expect(listed.unread).toBe(0)
  })

  test('copies them to a new folder under names that the share takes, follows no link and keeps holes', async () => {
    const before = createHash('sha256')
      .update(await readFile(join(disks.data, 'disks', 'o-2.qcow2')))
      .digest('hex')
    const downloads = listed.entries
      .filter((e) => e.change !== 'removed' && e.type !== 'folder')
      .map((e) => decodePath(e.path).toString('latin1'))
    // Somebody has a folder of that name.
    await mkdir(join(samba.files, 'Recovered 2026-11-23 09.12'))
    const copied = await copy(order([...downloads, 'home/user/Documents/no such', 'home/user/../../etc/passwd']))
    expect(copied.folders).toEqual(['Recovered 2026-11-23 09.12 (2)'])
    expect(await readdir(join(samba.files, 'Recovered 2026-11-23 09.12'))).toEqual([])
    expect(copied.skipped).toEqual([
      '/home/user/Downloads/passwd not-a-file',
      '/home/user/Downloads/pipe not-a-file',
      '/home/user/Downloads/reader not-a-file',
      '/home/user/Documents/no such gone',
      '/home/user/../../etc/passwd failed',
    ])
    expect(copied).toMatchObject({ renamed: 5, reported: true })
    const root = join(samba.files, 'Recovered 2026-11-23 09.12 (2)')
    expect((await readdir(root, { recursive: true })).sort()).toEqual([
      '.config',
      '.config/settings',
      'Documents',
      'Documents/letter.txt',
      'Downloads',
      'Downloads/%FF%FE%01',
      'Downloads/CASE.TXT',
      'Downloads/Case (2).txt',
      'Downloads/Timesheet November.xlsx',
      'Downloads/_con.txt',
      'Downloads/a%3Ab%3F.txt',
      'Downloads/deep',
      'Downloads/deep/er',
      'Downloads/deep/er/file',
      'Downloads/large.bin',
      'Downloads/sparse',
      'Downloads/two%0Alines',
      'Downloads/\u202egnp.exe',
      'System',
      'System/etc',
      'System/etc/hosts',
      'What was recovered.txt',
    ])
    expect(await readFile(join(root, 'Documents/letter.txt'), 'utf8')).toBe('Dear Ms Okafor\nand more\n')
    expect(await readFile(join(root, 'Downloads/Case (2).txt'), 'utf8')).toBe('first')
    expect(await readFile(join(root, 'Downloads/large.bin'))).toEqual(
      await readFile(join(disks.folder, 'tree/home/user/Downloads/large.bin')),
    )
    const sparse = await stat(join(root, 'Downloads/sparse'))
    expect(sparse.size).toBe(SPARSE + 3)
    expect(sparse.blocks * 512).toBeLessThan(16 * 2 ** 20)
    const report = await readFile(join(root, 'What was recovered.txt'), 'utf8')
    expect(report).toContain('Downloads/passwd: it is a link or a device, not a file')
    expect(report).toContain('Downloads/a:b?.txt is now Downloads/a%3Ab%3F.txt')
    // Nothing was written to the disk, by the replay of its journal neither.
    expect(
      createHash('sha256')
        .update(await readFile(join(disks.data, 'disks', 'o-2.qcow2')))
        .digest('hex'),
    ).toBe(before)
    // Its secret is in no file of the helper's.
    const left = await promisify(execFile)('grep', ['-rlF', PASSWORD, join(disks.data, 'inst')]).catch(() => null)
    expect(left).toBeNull()
    expect(await disks.hypervisor.alive(DESKTOP)).toEqual([])
  })

  test('says what a share does not take: full, or without the right to write', async ({ skip }) => {
    const two = ['home/user/Downloads/large.bin', 'home/user/Documents/letter.txt']
    const refused = await withShare(
      () => share('read-only', 'read-only'),
      () => copy(order(two)).catch((error: unknown) => error),
    )
    expect(refused).toBeInstanceOf(ProblemError)
    expect((refused as ProblemError).message).toMatch(/No new folder could be made there: Permission denied/)

    const full = join(disks.folder, 'full', 'files')
    const mount = promisify(execFile)('bash', ['-c', 'mkdir -p "$0" && mount -t tmpfs -o size=2m none "$0"', full])
    if ((await mount.catch(() => null)) === null) skip('a small file system can be mounted by root alone')
    try {
      const some = await withShare(
        () => share('full', 'files'),
        () => copy(order(two)),
      )
      expect(some).toMatchObject({
        copied: ['/home/user/Documents/letter.txt'],
        skipped: ['/home/user/Downloads/large.bin share-full'],
        reported: true,
      })
      const root = join(full, 'Recovered 2026-11-23 09.12')
      // No half of a file.
      expect(await readdir(join(root, 'Downloads'))).toEqual([])
      expect(await readFile(join(root, 'What was recovered.txt'), 'utf8')).toContain('the share was full')
    } finally {
      await promisify(execFile)('umount', [full])
    }
  })

  if (long)
    test('a wrong secret is said', async () => {
      const letter = ['home/user/Documents/letter.txt']
      await expect(copy(order(letter, { password: 'wrong' }))).rejects.toThrow(/It did not open: .*denied/i)
    })

  test('a file system that is damaged, or made to do harm, costs the helper at most', async () => {
    const block = 1024
    const disk = await disks.damaged(
      Array.from({ length: 40 }, (_, i) => ({ at: (300 + 40 * i) * block, bytes: randomBytes(2 * block) })),
    )
    const outcome = await disks.read([disk, 1], false, listDisks).then(
      ({ entries }) => entries.length,
      (error: unknown) => error,
    )
    // Whatever noise makes of it: a list of what is left, or a word of why not.
    if (typeof outcome !== 'number')
      expect(outcome instanceof ProblemError || outcome instanceof HelperError).toBe(true)
    expect(await disks.hypervisor.alive(DESKTOP)).toEqual([])
  })

  if (long)
    test('a disk without a file system is said to be one', async () => {
      const disk = await disks.damaged([{ at: 1024, bytes: randomBytes(1024) }])
      await expect(disks.read([disk, 1], false, listDisks)).rejects.toThrow(/could not be read/)
    })
})
