import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BrokerClient } from '../../shared/client/broker-client.ts'

const script = join(import.meta.dirname, '../../broker/index.ts')

describe('the broker’s command', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daruma-command-'))
    file = join(folder, 'broker.yaml')
    await writeFile(join(folder, 'ada'), 'correct horse\n')
    await chmod(join(folder, 'ada'), 0o600)
  })
  afterEach(() => rm(folder, { recursive: true }))

  const write = (port: number) =>
    writeFile(
      file,
      `dataDir: data\nlisten: {port: ${port}}\nqemu: {accelerator: tcg}\npeople: [{name: ada, displayName: Ada, passwordFile: ada}]\n`,
    )
  function begin(...args: string[]) {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
    const ended = once(child, 'close').then(([code, signal]) => ({
      ...said,
      code: code as number,
      signal: signal as string,
    }))
    return { child, ended, said }
  }

  test('helps', async () => {
    const { code, out } = await begin('--help').ended
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('--config FILE') as string })
  })

  test.each([
    [[], /--config FILE/],
    [['--configuration', 'x'], /Unknown option .*--help/],
    [['--config', '/no/such/file.yaml'], /^\/no\/such\/file.yaml: cannot be read/],
  ])('says what is wrong with %j, and ends with 1', async (args, said) => {
    const { code, err, out } = await begin(...args).ended
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(said)
    expect(err).not.toContain('    at ')
  })

  test('looks whether a configuration is right, and no more', async () => {
    await write(0)
    expect(await begin('--config', file, '--check').ended).toMatchObject({ code: 0, out: `${file} is right\n` })
    await expect(access(join(folder, 'data'))).rejects.toThrow()
    await writeFile(file, 'dataDri: x')
    const { code, err } = await begin('--config', file, '--check').ended
    expect(code).toBe(1)
    expect(err).toContain(`${file}:1:1: dataDri: there is no such key; did you mean dataDir?`)
  })

  test('starts, is well, and stops when told, each time', { timeout: 60_000 }, async () => {
    await write(0)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, ended, said } = begin('--config', file)
      const told = join(folder, 'data', 'broker.json')
      const { address, pid } = await vi.waitFor(
        async () => JSON.parse(await readFile(told, 'utf8')) as { address: string; pid: number },
        { timeout: 20_000, interval: 50 },
      )
      expect(pid).toBe(child.pid)
      const client = new BrokerClient({ address })
      expect(await client.call('health')).toMatchObject({ checks: { store: 'ok' } })
      await client.call('signIn', { body: { name: 'ada', password: 'correct horse', keep: 'token' } })
      child.kill(signal)
      expect(await ended).toMatchObject({ code: 0, err: '' })
      for (const line of said.out.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg')
      expect(said.out).not.toContain('correct horse')
    }
  })

  test('says what to do about a port in use, and ends with 1', { timeout: 60_000 }, async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await write(port)
    const { code, out } = await begin('--config', file).ended
    expect(code).toBe(1)
    expect(out).toContain(`port ${port} of 127.0.0.1 is in use`)
    other.close()
  })
})
