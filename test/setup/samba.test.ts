import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort } from '../../setup/run/free-port.ts'
import { type Samba, startSamba } from '../../setup/samba/samba.ts'

let folder = ''
let port = 0
let samba: Samba

const start = (password: string) =>
  startSamba({ folder, address: '127.0.0.1', port, share: 'home', user: 'maria', password })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-samba-'))
  port = await freePort()
  samba = await start('battery staple')
})

afterEach(async () => {
  await samba.stop()
  await rm(folder, { recursive: true, force: true })
})

/** As a client would, by SMB. Throws with what smbclient said, which it says on its standard output. */
async function client(command: string, user: string, password: string): Promise<void> {
  const args = ['//127.0.0.1/home', '-p', String(port), '-U', user, '-m', 'SMB3_11', '-c', command]
  try {
    await promisify(execFile)('smbclient', args, { env: { ...process.env, PASSWD: password } })
  } catch (error) {
    throw new Error((error as { stdout: string }).stdout, { cause: error })
  }
}

test('its user puts a file on the share, and it is there', async () => {
  await writeFile(join(folder, 'letter.txt'), 'Dear Ms Okafor')
  await client(`put ${join(folder, 'letter.txt')} letter.txt`, 'maria', 'battery staple')
  expect(await readFile(join(samba.files, 'letter.txt'), 'utf8')).toBe('Dear Ms Okafor')
})

test('a wrong password, another user and a guest are refused', async () => {
  await expect(client('ls', 'maria', 'wrong')).rejects.toThrow('LOGON_FAILURE')
  await expect(client('ls', 'joao', 'battery staple')).rejects.toThrow('LOGON_FAILURE')
  await expect(client('ls', '%', '')).rejects.toThrow('ACCESS_DENIED')
})

test('started again with another password, it has its files and takes the new password alone', async () => {
  await writeFile(join(samba.files, 'kept.txt'), 'kept')
  await samba.stop()
  samba = await start('another one')
  await client(`get kept.txt ${join(folder, 'copy.txt')}`, 'maria', 'another one')
  expect(await readFile(join(folder, 'copy.txt'), 'utf8')).toBe('kept')
  await expect(client('ls', 'maria', 'battery staple')).rejects.toThrow('LOGON_FAILURE')
})

test('a port that is taken is said at once', async () => {
  await expect(
    startSamba({ folder: `${folder}-2`, address: '127.0.0.1', port, share: 'home', user: 'x', password: 'y' }),
  ).rejects.toThrow(String(port))
  await rm(`${folder}-2`, { recursive: true, force: true })
})
