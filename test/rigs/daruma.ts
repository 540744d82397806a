import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import pino from 'pino'
import { stringify } from 'yaml'
import { firstBreak } from '../../broker/audit/audit.ts'
import type { Config } from '../../broker/config/config.ts'
import { seedDesktops } from '../../broker/desktops/seed.ts'
import type { MachineSpec } from '../../broker/hypervisors/machine-spec.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { seedPeople } from '../../broker/identity/people.ts'
import { openStore, sqliteFile } from '../../broker/store/open-store.ts'
import type { Database } from '../../broker/store/schema.ts'
import { freePort } from '../../setup/run/free-port.ts'
import type { Samba } from '../../setup/samba/samba.ts'
import { startSamba } from '../../setup/samba/samba.ts'
import type { SambaOptions } from '../../setup/samba/samba-config.ts'
import type { Desktop } from '../../shared/api/desktop.ts'
import type { PolicyPatch } from '../../shared/api/policy.ts'
import type { Recovery } from '../../shared/api/recovery.ts'
import { BrokerClient } from '../../shared/client/broker-client.ts'
import { rescueGuest } from './rescue-guest.ts'
import type { PostgresDatabase } from './stores.ts'
import { seedWarm, testMachine, testQemu, warmPicture } from './warm-desktop.ts'

export const DESKTOP = 'accounts'
const PASSWORD = 'correct horse'
const SHARE_PASSWORD = 'battery staple'
const ROOT = join(import.meta.dirname, '..', '..')

export interface DarumaOptions {
  /** Where the file server is, and how the guest gets there; by default on loopback, through QEMU's own network. */
  readonly network?: { readonly machine: MachineSpec['network']; readonly samba: Samba; readonly unc: string }
  readonly dataDir?: string
  /** In place of SQLite: a database for any number of brokers. */
  readonly postgres?: PostgresDatabase['place']
  /** With the helper guest that reads kept disks. */
  readonly rescue?: boolean
  /** What its policy says beside what every test needs. */
  readonly policy?: PolicyPatch
}

/** All of it, for real: a file server, a broker as a process of its own, a desktop on QEMU that starts from a warm point. */
export class Daruma {
  readonly dataDir: string
  samba: Samba
  readonly #options: DarumaOptions
  readonly #share: SambaOptions
  readonly #config: string
  #process: ChildProcess | null = null
  readonly #started: ChildProcess[] = []
  #token: string | null = null
  #address = ''

  private constructor(options: DarumaOptions, dataDir: string, config: string, samba: Samba, share: SambaOptions) {
    this.#share = share
    this.#options = options
    this.dataDir = dataDir
    this.#config = config
    this.samba = samba
  }

  /** With a desktop whose first point is earned already, in the cache; the broker is not started yet. */
  static async prepare(options: DarumaOptions = {}): Promise<Daruma> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'daruma-story-')))
    await mkdir(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
    const kept = (name: string) => join(dataDir, 'secrets', name)
    const secrets = { maria: kept('maria'), share: kept('share'), database: kept('database') }
    await writeFile(secrets.maria, PASSWORD, { mode: 0o600 })
    await writeFile(secrets.share, SHARE_PASSWORD, { mode: 0o600 })

    const port = options.network === undefined ? await freePort() : 445
    const login = { share: 'home', user: 'maria', password: SHARE_PASSWORD }
    const fileServer = { folder: join(dataDir, 'samba'), address: '127.0.0.1', port, ...login }
    const samba = options.network?.samba ?? (await startSamba(fileServer))
    const { postgres } = options
    const store = postgres && {
      postgresql: {
        host: postgres.host,
        database: postgres.database,
        user: postgres.user,
        passwordFile: secrets.database,
      },
    }
    if (postgres !== undefined) await writeFile(secrets.database, await postgres.password(), { mode: 0o600 })
    const machine = await testMachine(options.network?.machine ?? { kind: 'user', share: { host: '127.0.0.1', port } })
    const config = join(dataDir, 'broker.yaml')
    const desktop = { id: DESKTOP, name: 'Accounts', owner: 'maria' }
    const share = {
      label: 'H:',
      unc: options.network?.unc ?? '//10.0.2.100/home',
      mountPoint: '/media/H',
      user: 'maria',
    }
    await writeFile(
      config,
      stringify({
        listen: { port: 0 },
        dataDir,
        ...(store !== undefined && { store }),
        helpDesk: 'ext. 4357',
        qemu: testQemu,
        ...(options.rescue === true && { rescue: { image: await rescueGuest() } }),
        people: [{ name: 'maria', displayName: 'Maria', passwordFile: secrets.maria }],
        desktops: [
          {
            ...desktop,
            machine,
            share: { ...share, passwordFile: secrets.share },
            policy: {
              bootSeconds: 300,
              sessionSeconds: 120,
              pressesPerHour: 1000,
              undoMemorySeconds: 20,
              ...options.policy,
            },
          },
        ],
      }),
    )
    await seedPoint(dataDir, desktop, placeOf(postgres))
    return new Daruma(options, dataDir, config, samba, fileServer)
  }

  /** What a broker that may die asked of its hypervisor, a line for each call. */
  get calls(): string {
    return join(this.dataDir, 'calls')
  }

  get address(): string {
    return this.#address
  }

  /** The secret of the share that a test brings with it. */
  static readonly sharePassword = SHARE_PASSWORD

  get password(): string {
    return PASSWORD
  }

  get client(): BrokerClient {
    return new BrokerClient({ address: this.#address, token: () => this.#token, timeoutMs: 30_000 })
  }

  /**
   * Starts a broker's process and signs in; with `dieAt`, one that dies there once it is armed. From then on it is the one
   * that is spoken to. Answers the process.
   */
  async start(dieAt?: string): Promise<ChildProcess> {
    await rm(join(this.dataDir, 'broker.json'), { force: true })
    const script = join(ROOT, dieAt === undefined ? 'broker/index.ts' : 'test/rigs/dying-broker.ts')
    const child = spawn(process.execPath, [script, '--config', this.#config], {
      env: {
        ...process.env,
        ...(dieAt !== undefined && { DARUMA_TEST_DIE_AT: dieAt, DARUMA_TEST_CALLS: this.calls }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    this.#started.push(child)
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)))
    child.on('exit', () => {
      if (process.env['DARUMA_TEST_LOG'] !== undefined) process.stderr.write(said)
    })
    const until = Date.now() + 60_000
    for (;;) {
      const told = await readFile(join(this.dataDir, 'broker.json'), 'utf8').catch(() => null)
      if (told !== null) {
        this.#address = (JSON.parse(told) as { address: string }).address
        break
      }
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the broker ended: ${said}`)
      if (Date.now() > until) throw new Error(`the broker did not come up: ${said}`)
      await delay(50)
    }
    const { token } = await this.client.call('signIn', { body: { name: 'maria', password: PASSWORD, keep: 'token' } })
    this.#token = token ?? null
    return child
  }

  /** Waits for the broker's end, whatever it is. */
  async ended(): Promise<void> {
    await this.endedOf(this.#process)
  }

  async endedOf(child: ChildProcess | null): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    await once(child, 'exit')
  }

  /** From now on the broker dies where it was told to. */
  arm(): void {
    this.#process?.kill('SIGUSR2')
  }

  desktop(): Promise<Desktop> {
    return this.client.call('desktop', { params: { desktopId: DESKTOP } })
  }

  async running(): Promise<Desktop> {
    for (;;) {
      const desktop = await this.desktop()
      if (desktop.state === 'running') return desktop
      if (desktop.state === 'needs-help') throw new Error(`the desktop needs help: ${JSON.stringify(desktop.recovery)}`)
      await delay(200)
    }
  }

  async recover(key: string = randomUUID()): Promise<Recovery> {
    const { generation } = await this.desktop()
    return this.client.call('press', { params: { desktopId: DESKTOP }, body: { key, kind: 'recover', generation } })
  }

  async undo(recoveryId: string): Promise<Recovery> {
    const { generation } = await this.desktop()
    return this.client.call('undo', { params: { recoveryId }, body: { key: randomUUID(), generation } })
  }

  async outcome(id: string): Promise<Recovery> {
    for (;;) {
      const recovery = await this.client.call('recovery', { params: { recoveryId: id } })
      if (recovery.outcome !== null) return recovery
      // A session may ask only so often.
      await delay(200)
    }
  }

  /** Runs a script in the guest that is the desktop now, as root. Answers what it printed. */
  async guest(script: string, timeoutMs = 60_000): Promise<string> {
    return this.#withHypervisor(async (hypervisor, n) => {
      const { signal } = new AbortController()
      const { code, out, err } = await hypervisor
        .guest(DESKTOP, n)
        .exec('/bin/sh', ['-c', script], { timeoutMs, signal })
      if (code !== 0) throw new Error(`${script}: ${code} ${err}`)
      return out
    })
  }

  /** Ends the machine that is the desktop as a crash of QEMU would. */
  async killMachine(): Promise<void> {
    await this.#withHypervisor((hypervisor, n) => hypervisor.kill(DESKTOP, n, new AbortController().signal))
  }

  /** The file server ends, with all its connections; its files stay. */
  async shareDown(): Promise<void> {
    await this.samba.stop()
  }

  /** The server before it may hold the port for a moment, with what is left of a connection. */
  async shareUp(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        this.samba = await startSamba(this.#share)
        return
      } catch (error) {
        if (tries === 100) throw error
        await delay(200)
      }
    }
  }

  /** The numbers of all machines of the desktop that are alive. */
  machines(): Promise<number[]> {
    return this.#withHypervisor((hypervisor) => hypervisor.alive(DESKTOP))
  }

  /** What the store holds, read as the broker left it; the broker may run. */
  async store<T>(read: (db: Kysely<Database>) => Promise<T>): Promise<T> {
    const place = placeOf(this.#options.postgres)
    if (place !== null) {
      const store = await openStore({ dataDir: this.dataDir, store: place })
      try {
        return await read(store.db)
      } finally {
        await store.close()
      }
    }
    // The lock is the broker's: this only reads.
    const database = new SQLite(sqliteFile(this.dataDir), { timeout: 5000 })
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database }) })
    try {
      return await read(db)
    } finally {
      await db.destroy()
    }
  }

  /** The first break in the audit trail, or null. */
  auditBreak(): Promise<number | null> {
    return this.store((db) => firstBreak(db))
  }

  /** Stops the broker as its service would. Machines go on running. */
  async stop(): Promise<void> {
    this.#process?.kill('SIGTERM')
    await this.ended()
  }

  /** Ends everything, machines too. */
  async close(): Promise<void> {
    await this.stop()
    // Also those that a failed test left behind, stopped.
    for (const child of this.#started) child.kill('SIGKILL')
    const hypervisor = await this.#hypervisor()
    for (const n of await hypervisor.alive(DESKTOP)) await hypervisor.kill(DESKTOP, n, new AbortController().signal)
    await hypervisor.close()
    if (this.#options.network === undefined) await this.samba.stop()
    if (this.#options.dataDir === undefined) await rm(this.dataDir, { recursive: true, force: true })
  }

  async #withHypervisor<T>(act: (hypervisor: QemuHypervisor, n: number) => Promise<T>): Promise<T> {
    const row = await this.store((db) =>
      db.selectFrom('desktop').select('instance_n').where('id', '=', DESKTOP).executeTakeFirstOrThrow(),
    )
    const hypervisor = await this.#hypervisor()
    try {
      return await act(hypervisor, row.instance_n ?? 0)
    } finally {
      await hypervisor.close()
    }
  }

  async #hypervisor(): Promise<QemuHypervisor> {
    const hypervisor = new QemuHypervisor(
      {
        ...testQemu,
        dataDir: this.dataDir,
        desktops: { [DESKTOP]: await testMachine(this.#options.network?.machine) },
      },
      pino({ level: 'silent' }),
    )
    await hypervisor.open(new AbortController().signal)
    return hypervisor
  }
}

/** The warm point of the cache as the store would have it: earned the same way, when the cache was filled. */
async function seedPoint(
  dataDir: string,
  desktop: { id: string; name: string; owner: string },
  place: Config['store'],
): Promise<void> {
  await seedWarm(dataDir, DESKTOP)
  const store = await openStore({ dataDir, store: place })
  await seedPeople(store, [{ name: 'maria', displayName: 'Maria', password: async () => PASSWORD }])
  await seedDesktops(store, [{ ...desktop, share: null }])
  const at = await store.now()
  await store.db
    .insertInto('restore_point')
    .values({
      id: randomUUID(),
      desktop_id: DESKTOP,
      overlay_n: 1,
      image_n: 1,
      taken_at: at,
      proof: 'known-good',
      proven_at: at,
      checks_json: '[]',
      picture: await warmPicture(),
    })
    .execute()
  await store.db.updateTable('desktop').set({ next_number: 2 }).where('id', '=', DESKTOP).execute()
  await store.close()
}

function placeOf(postgres: DarumaOptions['postgres']): Config['store'] {
  return postgres === undefined ? null : { postgresql: async () => postgres }
}
