import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)
const DEBIAN = '/usr/lib/postgresql'
const USER = 'daruma'
const PASSWORD = 'not in any argument'
const READY_MS = 60_000

/** A server of our own, from Debian's package, on a unix socket alone; it goes with whoever started it. */
export class Postgres {
  readonly password = PASSWORD
  /** The folder of its socket. */
  readonly host: string
  readonly #bin: string
  readonly #folder: string
  readonly #server: ChildProcess
  #databases = 0

  private constructor(bin: string, folder: string, server: ChildProcess) {
    this.#bin = bin
    this.#folder = folder
    this.#server = server
    this.host = folder
  }

  static async start(): Promise<Postgres> {
    const bin = await programs()
    const folder = await mkdtemp(join(tmpdir(), 'daruma-pg-'))
    const ids = await ordinaryUser()
    const secret = join(folder, 'password')
    await writeFile(secret, PASSWORD, { mode: 0o600 })
    if (ids !== null) for (const path of [folder, secret]) await chown(path, ids.uid, ids.gid)
    const data = join(folder, 'data')
    const initdb = [
      '--username',
      USER,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
    ]
    await run(join(bin, 'initdb'), ['--pgdata', data, '--no-sync', ...initdb], { ...ids, cwd: folder })

    const set = { listen_addresses: '', unix_socket_directories: folder, unix_socket_permissions: '0777', fsync: 'off' }
    const settings = Object.entries(set).flatMap(([key, value]) => ['-c', `${key}=${value}`])
    const command = [join(bin, 'postgres'), '-D', data, ...settings]
    // However this process ends, the server ends too.
    const server = spawn('setpriv', ['--pdeathsig', 'SIGQUIT', ...command], {
      ...ids,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    server.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
    const it = new Postgres(bin, folder, server)
    const until = Date.now() + READY_MS
    while (!(await it.#answers())) {
      if (server.exitCode !== null || Date.now() > until) {
        await it.stop()
        throw new Error(`PostgreSQL did not come up: ${said}`)
      }
      await delay(50)
    }
    return it
  }

  /** A new, empty database. */
  async database(): Promise<{
    host: string
    port: number
    database: string
    user: string
    password: () => Promise<string>
    tls: null
  }> {
    const database = `test_${++this.#databases}`
    await this.asAdministrator(`create database ${database}`)
    return { host: this.host, port: 5432, database, user: USER, password: async () => PASSWORD, tls: null }
  }

  async asAdministrator(statement: string, database = 'postgres'): Promise<pg.QueryResult> {
    const client = new pg.Client({ host: this.host, user: USER, password: PASSWORD, database })
    await client.connect()
    try {
      return await client.query(statement)
    } finally {
      await client.end()
    }
  }

  /** One of its own programs, against it: pg_dump, psql. Answers what it printed. */
  async program(name: string, args: readonly string[]): Promise<string> {
    const env = { ...process.env, PGHOST: this.host, PGUSER: USER, PGPASSWORD: PASSWORD }
    return (await run(join(this.#bin, name), [...args], { env, maxBuffer: 64 * 1024 * 1024 })).stdout
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode === null && this.#server.signalCode === null) {
      this.#server.kill('SIGQUIT')
      await once(this.#server, 'exit')
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #answers(): Promise<boolean> {
    return this.asAdministrator('select 1').then(
      () => true,
      () => false,
    )
  }
}

async function programs(): Promise<string> {
  const versions = (await readdir(DEBIAN).catch(() => [])).sort((a, b) => Number(b) - Number(a))
  if (versions[0] === undefined)
    throw new Error(`PostgreSQL is missing: nothing in ${DEBIAN}; apt-get install postgresql`)
  return join(DEBIAN, versions[0], 'bin')
}

/** PostgreSQL does not run as root. */
async function ordinaryUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null
  const id = async (which: string) => Number((await run('id', [which, 'nobody'])).stdout)
  return { uid: await id('-u'), gid: await id('-g') }
}
