import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../broker/config/load.ts'
import { openLog } from '../../broker/log.ts'
import { startBroker } from '../../broker/start.ts'
import { ROLES } from '../../shared/api/rights.ts'
import { BrokerClient } from '../../shared/client/broker-client.ts'
import { FakeHost } from '../fakes/fake-host.ts'
import { FakeHypervisor } from '../fakes/fake-hypervisor.ts'

const DESKTOPS = ['desk-1', 'desk-2', 'desk-3']

export type WholeBroker = Awaited<ReturnType<typeof openWholeBroker>>

/**
 * All of the broker, as it is started, over a fake host: somebody of each role, whose name is the role's, and desktops of the
 * user. `more`: further keys of its configuration.
 */
export async function openWholeBroker(more = '') {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-whole-'))
  await mkdir(join(folder, 'page'))
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Daruma</title>')
  await writeFile(join(folder, 'secret'), 'correct horse')
  await chmod(join(folder, 'secret'), 0o600)
  const text = `dataDir: data
kioskFiles: page
listen: { port: 0 }
logLevel: warn
people:
${ROLES.map((role) => `  - { name: ${role}, displayName: The ${role}, role: ${role}, passwordFile: secret }`).join('\n')}
desktops:
${DESKTOPS.map((id) => `  - { id: ${id}, name: ${id}, owner: user, pool: offices, machine: { image: image }, policy: { pressesPerHour: 1000 } }`).join('\n')}
${more}`
  await writeFile(join(folder, 'broker.yaml'), text)
  const config = await loadConfig(join(folder, 'broker.yaml'))
  const lines: string[] = []
  const log = openLog(config.logLevel, { write: (line) => void lines.push(line) })
  const host = new FakeHost(DESKTOPS)
  const broker = await startBroker(config, new FakeHypervisor(host), log)
  const address = broker.address.origin
  return {
    folder,
    config: join(folder, 'broker.yaml'),
    dataDir: config.dataDir,
    address,
    host,
    lines,
    desktops: DESKTOPS,
    async signIn(role: string): Promise<string> {
      const body = { name: role, password: 'correct horse', keep: 'token' } as const
      const { token } = await twice(() => new BrokerClient({ address, timeoutMs: 60_000 }).call('signIn', { body }))
      if (token === undefined) throw new Error('there is no token')
      return token
    },
    client: (token: string | null) => new BrokerClient({ address, token: () => token, timeoutMs: 60_000 }),
    async close(): Promise<void> {
      await broker.stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** A connection that was kept open may be cut just when it is used again, on a busy machine above all. */
export async function twice<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch(ask)
}
