import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Trail } from '../../broker/audit/trail.ts'
import type { SignInSettings } from '../../broker/config/config.ts'
import { ConsoleGateway } from '../../broker/console/gateway.ts'
import { Tickets } from '../../broker/console/tickets.ts'
import { Desktops } from '../../broker/desktops/desktops.ts'
import { seedDesktops } from '../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../broker/desktops/settings.ts'
import { Outbox, tell } from '../../broker/events/outbox.ts'
import { Tail } from '../../broker/events/tail.ts'
import { healthChecks } from '../../broker/health-checks.ts'
import { HelpDesk } from '../../broker/help-desk/help-desk.ts'
import { SessionCookie } from '../../broker/http/authentication.ts'
import { healthOf } from '../../broker/http/health.ts'
import { listen } from '../../broker/http/listen.ts'
import { Origins } from '../../broker/http/origins.ts'
import { createHttp, type HttpParts } from '../../broker/http/server.ts'
import { openIdentity } from '../../broker/identity/identity.ts'
import { seedPeople } from '../../broker/identity/people.ts'
import { Kiosks } from '../../broker/kiosks/kiosks.ts'
import { Signatures } from '../../broker/kiosks/signatures.ts'
import { openLog } from '../../broker/log.ts'
import { PolicyChanges } from '../../broker/policies/change.ts'
import { Policies } from '../../broker/policies/policies.ts'
import { Presses } from '../../broker/recovery/presses.ts'
import { Rescues } from '../../broker/rescue/rescues.ts'
import { Announcements } from '../../broker/restore-points/announcements.ts'
import { RestorePoints } from '../../broker/restore-points/points.ts'
import { Seal } from '../../broker/secrets/seal.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import type { Store } from '../../broker/store/store.ts'
import { defaultPolicy } from '../../shared/api/policy.ts'
import { BrokerClient } from '../../shared/client/broker-client.ts'
import { FakeHost } from '../fakes/fake-host.ts'
import { FakeHypervisor } from '../fakes/fake-hypervisor.ts'

export const passwords = { ada: 'correct horse ü', bob: 'battery staple', hal: 'help desk' }
export const PICTURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** A fake host whose machines speak wherever the test listens. */
class HypervisorWithConsole extends FakeHypervisor {
  readonly #folder: string

  constructor(host: FakeHost, folder: string) {
    super(host)
    this.#folder = folder
  }

  override consoleSocket(desktop: string): string {
    return join(this.#folder, `${desktop}.sock`)
  }
}

export type EdgeRig = Awaited<ReturnType<typeof openEdge>>

/**
 * All of the broker's edge over a real store, with a fake host and without the engine: what is pressed stays accepted. Ada
 * owns `ada-desk`, which runs, has the share and a known good point; Bob owns `bob-desk`, which has neither.
 */
export async function openEdge(
  change: Partial<HttpParts> = {},
  share: DesktopSettings['share'] = null,
  signIn: Partial<SignInSettings> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-edge-'))
  const kioskFiles = join(folder, 'page')
  await mkdir(join(kioskFiles, 'assets'), { recursive: true })
  await writeFile(join(kioskFiles, 'index.html'), '<!doctype html><title>Daruma</title>')
  await writeFile(join(kioskFiles, 'assets', 'kiosk-4f2a.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'not for anybody')

  const lines: string[] = []
  const log = openLog('debug', { write: (line) => void lines.push(line) })
  const store = await openSqliteStore(join(folder, 'store.sqlite'))
  await seedPeople(store, [
    { name: 'ada', displayName: 'Ada', password: async () => passwords.ada },
    { name: 'bob', displayName: 'Bob', password: async () => passwords.bob },
    { name: 'hal', displayName: 'Hal', role: 'administrator', password: async () => passwords.hal },
  ])
  const settings = [settingsOf('ada-desk', 'ada', share), settingsOf('bob-desk', 'bob', null)]
  await seedDesktops(store, settings)
  const host = new FakeHost(settings.map((d) => d.id))
  const point = await makeRunning(store, host, 'ada-desk')

  const hypervisor = new HypervisorWithConsole(host, folder)
  const parts = { store, hypervisor, desktops: new Map(settings.map((d) => [d.id, d])), log }
  const policies = await Policies.open(store, log)
  const desktops = new Desktops(parts)
  const tail = new Tail(store, (error) => log.error({ err: error }, 'tail'))
  await tail.open()
  const tickets = new Tickets(store)
  const origins = new Origins({
    listen: { host: '127.0.0.1', port: 0, tls: null },
    publicAddress: 'https://desktops.example.org',
    allowedOrigins: [],
  })
  const presses = new Presses(store)
  const points = new RestorePoints(parts)
  const rescues = new Rescues(parts)
  const images = new Map(settings.map(({ id }) => [id, 'debian']))
  const helpDesk = new HelpDesk({ parts, desktops, presses, points, rescues, tickets, images })
  const identity = openIdentity({
    store,
    settings: { secondFactor: {}, oidc: null, ldap: null, ...signIn },
    seal: new Seal(Buffer.alloc(32, 7)),
    party: () => origins.relyingParty(),
    log,
  })
  const { sessions } = identity
  let streams = 0
  const app = await createHttp({
    log,
    about: { version: '1.2.3', helpDesk: 'Extension 4711' },
    store,
    signatures: new Signatures(store),
    kiosks: new Kiosks(store),
    kioskPolicy: { enrolment: 'off', browsers: true },
    health: healthOf('1.2.3', healthChecks({ kioskFiles, desktops: settings }, store, hypervisor)),
    identity,
    cookie: new SessionCookie(false),
    desktops,
    points,
    announcements: new Announcements(parts),
    policies: new PolicyChanges(store, policies, parts.desktops),
    presses,
    rescues,
    helpDesk,
    tickets,
    outbox: new Outbox(store),
    tail: {
      listen: (hear) => {
        const stop = tail.listen(hear)
        streams++
        return () => {
          streams--
          stop()
        }
      },
    },
    isOpen: (id) => sessions.isOpen(id),
    origins,
    secure: false,
    trail: new Trail(store),
    metricsOpenHere: false,
    limits: { perSession: 1_000_000, perAddress: 1_000_000, signIns: 1_000_000 },
    tls: null,
    behindProxy: false,
    kioskFiles,
    ...change,
  })
  const allows = (origin: string) => origins.allows(origin)
  const gateway = new ConsoleGateway({ store, tickets, desktops, sessions, tail, allows, log })
  gateway.attach(app.server)
  const address = await listen(app, { host: '127.0.0.1', port: 0, tls: null })
  origins.listensOn(address)

  return {
    folder,
    kioskFiles,
    store,
    host,
    hypervisor,
    identity,
    sessions,
    tickets,
    gateway,
    point,
    /** How many event streams listen. */
    streams: () => streams,
    /** What was logged, line by line. */
    lines,
    address: address.origin,

    async signIn(name: keyof typeof passwords): Promise<string> {
      const ask = { name, password: passwords[name], from: '127.0.0.1', kiosk: null }
      const { secret } = await identity.signIns.byPassword(ask)
      return secret
    },

    client(token: string | null): BrokerClient {
      return new BrokerClient({ address: address.origin, token: () => token })
    },

    /** Lines of the trail whose action begins so, oldest first. */
    async audit(action: string) {
      const rows = await store.db
        .selectFrom('audit')
        .selectAll()
        .where('action', 'like', `${action}%`)
        .orderBy('seq')
        .execute()
      return rows.map(({ actor, action, subject, detail_json }) => ({
        actor,
        action,
        subject,
        detail: JSON.parse(detail_json) as unknown,
      }))
    },

    /** Says that a desktop changed, as the engine does. */
    async touch(desktopId: string): Promise<void> {
      await store.transaction(async (trx) => {
        const { owner_id } = await trx
          .selectFrom('desktop')
          .select('owner_id')
          .where('id', '=', desktopId)
          .executeTakeFirstOrThrow()
        await tell(trx, { person_id: owner_id, type: 'desktop', subject: desktopId })
      })
    },

    async close(): Promise<void> {
      await gateway.stop()
      await app.close()
      await tail.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

function settingsOf(id: string, owner: string, share: DesktopSettings['share']): DesktopSettings {
  return { id, name: `The desk of ${owner}`, owner, share, policy: defaultPolicy }
}

/** As if the engine had made it ready. Answers with the id of its restore point. */
async function makeRunning(store: Store, host: FakeHost, id: string): Promise<string> {
  host.createOverlay(id, 1, 'golden')
  host.createOverlay(id, 2, 1)
  host.startInert(id, 2, { disk: 2, memory: null, network: 'desktop' })
  host.desktop(id).living(2).status = 'running'
  const point = randomUUID()
  await store.db
    .updateTable('desktop')
    .set({ instance_n: 2, overlay_n: 2, next_number: 3 })
    .where('id', '=', id)
    .execute()
  await store.db
    .insertInto('restore_point')
    .values({
      id: point,
      desktop_id: id,
      overlay_n: 1,
      image_n: null,
      taken_at: 1_700_000_000_000,
      proof: 'known-good',
      proven_at: 1_700_000_000_000,
      checks_json: '[]',
      picture: PICTURE,
    })
    .execute()
  return point
}
