import { randomUUID } from 'node:crypto'
import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { firstBreak } from '../../broker/audit/audit.ts'
import type { Config } from '../../broker/config/config.ts'
import { MachineSpec } from '../../broker/hypervisors/machine-spec.ts'
import { QemuOptions } from '../../broker/hypervisors/qemu/options.ts'
import { openLog } from '../../broker/log.ts'
import { type Broker, startBroker } from '../../broker/start.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import type { BrokerEvent } from '../../shared/api/event.ts'
import { defaultPolicy } from '../../shared/api/policy.ts'
import { BrokerClient } from '../../shared/client/broker-client.ts'
import { EventStream } from '../../shared/client/event-stream.ts'
import { FakeHost } from '../fakes/fake-host.ts'
import { FakeHypervisor } from '../fakes/fake-hypervisor.ts'

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 })

describe('the whole broker, over a fake host', () => {
  let folder: string
  let config: Config
  let host: FakeHost
  const lines: string[] = []
  const log = openLog('debug', { write: (line) => void lines.push(line) })
  const brokers: Broker[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daruma-start-'))
    lines.splice(0)
    host = new FakeHost(['ada-desk'])
    config = {
      listen: { host: '127.0.0.1', port: 0, tls: null },
      publicAddress: null,
      allowedOrigins: [],
      store: null,
      dataDir: join(folder, 'data'),
      kioskFiles: join(folder, 'page'),
      rescue: null,
      helpDesk: null,
      logLevel: 'debug',
      kiosks: { enrolment: 'off', browsers: true },
      recoveries: { perHost: null, perStorage: null, storage: null, checks: 1 },
      audit: { keepDays: null },
      metrics: { openHere: false },
      limits: { perSession: 600, perAddress: 6000, signIns: 300 },
      incidents: { presses: 5, minutes: 30 },
      secretsKeyFile: null,
      signIn: { secondFactor: {}, oidc: null, ldap: null },
      qemu: QemuOptions.parse({}),
      people: [{ name: 'ada', displayName: 'Ada', password: async () => 'horse' }],
      desktops: [
        {
          id: 'ada-desk',
          name: 'Desk',
          owner: 'ada',
          share: null,
          policy: defaultPolicy,
          machine: MachineSpec.parse({ image: '/nowhere' }),
        },
      ],
    }
  })
  afterEach(async () => {
    for (const broker of brokers.splice(0)) await broker.stop()
    await rm(folder, { recursive: true })
  })

  async function start(): Promise<Broker> {
    const broker = await startBroker(config, new FakeHypervisor(host), log)
    brokers.push(broker)
    return broker
  }
  async function signIn(broker: Broker): Promise<BrokerClient> {
    const client = new BrokerClient({ address: broker.address.origin })
    const { token } = await client.call('signIn', { body: { name: 'ada', password: 'horse', keep: 'token' } })
    return new BrokerClient({ address: broker.address.origin, token: () => token ?? null })
  }
  const params = { desktopId: 'ada-desk' }

  test('recovers a desktop, tells it as it happens, and undoes it', { timeout: 60_000 }, async () => {
    const client = await signIn(await start())
    const heard: BrokerEvent[] = []
    const stream = new EventStream(client, { hear: (event) => heard.push(event), link: () => undefined })
    stream.follow()
    await until(async () => expect(await client.call('desktop', { params })).toMatchObject({ state: 'running' }))

    const { generation } = await client.call('desktop', { params })
    const { id } = await client.call('press', { params, body: { key: randomUUID(), kind: 'recover', generation } })
    const told = () => heard.flatMap((e) => (e.type === 'recovery' && e.recovery.id === id ? [e.recovery] : []))
    await until(() => expect(told().at(-1)?.outcome).toBe('recovered'))
    await until(() => expect(heard.at(-1)).toMatchObject({ type: 'desktop', desktop: { state: 'running' } }))

    const after = await client.call('desktop', { params })
    expect(after.generation).toBeGreaterThan(generation)
    const undo = { key: randomUUID(), generation: after.generation }
    const undone = await client.call('undo', { params: { recoveryId: id }, body: undo })
    await until(async () =>
      expect(await client.call('recovery', { params: { recoveryId: undone.id } })).toMatchObject({ outcome: 'undone' }),
    )
    stream.stop()
  })

  test('tells tools where it is, for as long as it is there', async () => {
    const broker = await start()
    const file = join(config.dataDir, 'broker.json')
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ pid: process.pid, address: broker.address.origin })
    expect(lines.filter((line) => line.includes(`listening on ${broker.address.origin}`))).toHaveLength(1)
    await broker.stop()
    await expect(access(file)).rejects.toThrow()
    await expect(new BrokerClient({ address: broker.address.origin }).call('about')).rejects.toMatchObject({
      why: 'refused',
    })
  })

  test('keeps sessions and desktops over a restart, and ends machines never', async () => {
    const first = await start()
    const client = await signIn(first)
    await until(async () => expect(await client.call('desktop', { params })).toMatchObject({ state: 'running' }))
    const running = host
      .desktop('ada-desk')
      .alive()
      .map((m) => m.n)
    config = { ...config, listen: { ...config.listen, port: Number(first.address.port) } }
    await first.stop()
    expect(
      host
        .desktop('ada-desk')
        .alive()
        .map((m) => m.n),
    ).toEqual(running)
    await start()
    expect(await client.call('session')).toMatchObject({ person: { name: 'ada' } })
    expect(await client.call('desktop', { params })).toMatchObject({ state: 'running' })
    expect(
      host
        .desktop('ada-desk')
        .alive()
        .map((m) => m.n),
    ).toEqual(running)
  })

  test('stops what it had started when something later fails, and writes down nothing that is broken', async () => {
    const first = await start()
    config = {
      ...config,
      dataDir: join(folder, 'other'),
      listen: { ...config.listen, port: Number(first.address.port) },
    }
    await expect(startBroker(config, new FakeHypervisor(host), log)).rejects.toThrow(/in use; .*listen.port/)
    // The store's lock is free again, so all of it was let go.
    const store = await openSqliteStore(join(config.dataDir, 'broker.sqlite'))
    expect(await firstBreak(store.db)).toBeNull()
    await store.close()
  })
})
