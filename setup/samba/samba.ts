import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type SambaOptions, sambaConfig } from './samba-config.ts'

export interface Samba {
  /** The share's files, as this machine sees them. */
  readonly files: string
  stop(): Promise<void>
}

const READY_MS = 15_000

/** Starts a file server of our own with one share. Throws with what it said if it does not come up. */
export async function startSamba(options: SambaOptions): Promise<Samba> {
  const { folder, namespace } = options
  // smbd itself would go on without a port, and whoever has it would answer in its place.
  if (namespace === undefined) await refuseIfTaken(options)
  // The files are those of whoever runs this, and the share's user is mapped to them: so no account is made for trying,
  // and no root is needed, for smbd takes on nobody else's rights.
  const account = userInfo().username
  const files = join(folder, 'files')
  const config = join(folder, 'smb.conf')
  for (const part of ['', 'private', 'lock', 'state', 'cache', 'pid', 'rpc'])
    await mkdir(join(folder, part), { recursive: true, mode: 0o755 })
  await mkdir(files, { recursive: true })
  await chmod(files, 0o700)
  await writeFile(join(folder, 'users'), `${account} = ${options.user}\n`)
  await writeFile(config, sambaConfig({ ...options, account, files }))
  await setPassword(config, account, options.password)

  const command = ['smbd', '--foreground', '--configfile', config, '--debuglevel', '1']
  const [program = '', ...args] = namespace === undefined ? command : ['ip', 'netns', 'exec', namespace, ...command]
  const server = spawn(program, args, {
    // Debian keeps it where only root looks.
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  server.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)))
  const ended = once(server, 'exit').catch((error: unknown) => (said += String(error)))
  await ready(options, server, () => said)
  return {
    files,
    stop: async () => {
      server.kill('SIGTERM')
      await ended
    },
  }
}

async function refuseIfTaken({ address, port }: SambaOptions): Promise<void> {
  const probe = net.createServer()
  try {
    await once(probe.listen({ host: address, port, exclusive: true }), 'listening')
  } catch (cause) {
    throw new Error(`the file server cannot listen on ${address}:${port}: somebody else does`, { cause })
  }
  probe.close()
  await once(probe, 'close')
}

/** On standard input: a password in an argument is everybody's to read. */
async function setPassword(config: string, account: string, password: string): Promise<void> {
  const child = spawn('pdbedit', ['--configfile', config, '--create', '--user', account, '--password-from-stdin'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stdin.end(`${password}\n${password}\n`)
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`the share's password could not be set: ${said.trim()}`)
}

async function ready(
  { address, port, namespace }: SambaOptions,
  server: ChildProcess,
  said: () => string,
): Promise<void> {
  const until = Date.now() + READY_MS
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`the file server ended at once: ${said()}`)
    if (namespace !== undefined ? await listensIn(namespace, port) : await answers(address, port)) return
    await delay(50)
  }
  server.kill('SIGKILL')
  throw new Error(`the file server did not listen on ${address}:${port} within ${READY_MS / 1000} s: ${said()}`)
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port }, () => resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

async function listensIn(namespace: string, port: number): Promise<boolean> {
  const child = spawn('ip', ['netns', 'exec', namespace, 'ss', '-Htln', `sport = :${port}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  await once(child, 'close')
  return out.trim() !== ''
}
