import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startSamba } from '../../setup/samba/samba.ts'
import { makeBridge } from './bridge.ts'

const exec = promisify(execFile)
const interfaces = async () => (await exec('ip', ['-brief', 'link'])).stdout

test('a file server behind the bridge answers there and not on this computer; afterwards nothing is left', async () => {
  const before = await interfaces()
  const folder = await mkdtemp(join(tmpdir(), 'daruma-bridge-'))
  const bridge = await makeBridge()
  try {
    expect(await interfaces()).toContain(bridge.tap)
    const samba = await startSamba({
      folder,
      address: bridge.address,
      port: 445,
      share: 'home',
      user: 'maria',
      password: 'battery staple',
      namespace: bridge.namespace,
    })
    const list = ['smbclient', `//${bridge.address}/home`, '-U', 'maria%battery staple', '-m', 'SMB3_11', '-c', 'ls']
    await expect(exec('ip', ['netns', 'exec', bridge.namespace, ...list])).resolves.toBeDefined()
    await expect(exec('timeout', ['3', ...list])).rejects.toThrow()
    await samba.stop()
  } finally {
    await bridge.remove()
    await rm(folder, { recursive: true, force: true })
  }
  expect(await interfaces()).toBe(before)
})
