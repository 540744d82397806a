import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Logger } from 'pino'
import about from '../package.json' with { type: 'json' }
import { writeAddress } from './address-file.ts'
import { keepTrailShort } from './audit/retention.ts'
import { Trail } from './audit/trail.ts'
import type { Config } from './config/config.ts'
import { ConsoleGateway } from './console/gateway.ts'
import { forgetOpenConsoles } from './console/open-elsewhere.ts'
import { Tickets } from './console/tickets.ts'
import { Desktops } from './desktops/desktops.ts'
import { placeDesktops } from './desktops/place.ts'
import { seedDesktops } from './desktops/seed.ts'
import { Outbox } from './events/outbox.ts'
import { Tail } from './events/tail.ts'
import { healthChecks } from './health-checks.ts'
import { HelpDesk } from './help-desk/help-desk.ts'
import { endHelpLeftOpen } from './help-desk/help-life.ts'
import { keepHelpDesk } from './help-desk/keeper.ts'
import { noteMachines } from './help-desk/machine-notes.ts'
import { SessionCookie } from './http/authentication.ts'
import { healthOf } from './http/health.ts'
import { listen } from './http/listen.ts'
import { Origins } from './http/origins.ts'
import { createHttp } from './http/server.ts'
import type { Hypervisor } from './hypervisors/hypervisor.ts'
import { endSessionsInTime } from './identity/expiry.ts'
import { OIDC_PATH, openIdentity } from './identity/identity.ts'
import { seedPeople } from './identity/people.ts'
import { Kiosks } from './kiosks/kiosks.ts'
import { Signatures } from './kiosks/signatures.ts'
import { PolicyChanges } from './policies/change.ts'
import { Policies } from './policies/policies.ts'
import { seedPolicies } from './policies/seed.ts'
import { startEngine } from './recovery/engine.ts'
import { Presses } from './recovery/presses.ts'
import { slotsFor } from './recovery/slots.ts'
import { startRescueKeeper } from './rescue/keeper.ts'
import { Rescues } from './rescue/rescues.ts'
import { Announcements } from './restore-points/announcements.ts'
import { thisHost } from './restore-points/host-room.ts'
import { RestorePoints } from './restore-points/points.ts'
import { hearSignOuts } from './restore-points/sign-out.ts'
import { openSeal } from './secrets/key-file.ts'
import { belongsHere } from './store/belongs-here.ts'
import { openStore } from './store/open-store.ts'

export interface Broker {
  readonly address: URL
  /** Stops everything but the machines: they go on running, and the next broker takes them up. */
  stop(): Promise<void>
}

/** Starts all of the broker, in the order in which its parts need each other. What was started is stopped if one fails. */
export async function startBroker(config: Config, hypervisor: Hypervisor, log: Logger): Promise<Broker> {
  const stops: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const last of stops.splice(0).reverse()) await last()
  }
  try {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
    const store = await openStore(config)
    stops.push(() => store.close())
    await belongsHere(store, config.dataDir)
    await hypervisor.open(new AbortController().signal)
    stops.push(() => hypervisor.close())

    await forgetOpenConsoles(store)
    await endHelpLeftOpen(store)
    await seedPeople(store, config.people)
    await seedDesktops(store, config.desktops)
    await seedPolicies(store, config.desktops)
    await placeDesktops(store, config)
    const tail = new Tail(store, (error) => log.error({ err: error }, 'events could not be read'))
    await tail.open()
    stops.push(() => tail.close())

    const policies = await Policies.open(store, log)
    stops.push(() => policies.close())
    const settings = new Map(config.desktops.map((desktop) => [desktop.id, policies.follow(desktop)]))
    const parts = {
      store,
      hypervisor,
      desktops: settings,
      log,
      atOnce: slotsFor(config.recoveries),
      proofs: { ...thisHost, atOnce: config.recoveries.checks },
    }
    const engine = await startEngine(parts)
    stops.push(() => engine.stop())
    stops.push(keepTrailShort({ store, log, dataDir: config.dataDir, keepDays: config.audit.keepDays }))
    const rescue = startRescueKeeper(parts)
    stops.push(() => rescue.stop())

    const origins = new Origins(config)
    const keyFile = config.secretsKeyFile ?? join(config.dataDir, 'secrets.key')
    const identity = openIdentity({
      store,
      settings: config.signIn,
      seal: await openSeal(keyFile, config.secretsKeyFile === null),
      party: () => origins.relyingParty(),
      log,
    })
    const { sessions } = identity
    stops.push(endSessionsInTime(sessions, log))
    const desktops = new Desktops(parts)
    stops.push(hearSignOuts(parts, tail))
    const tickets = new Tickets(store)
    const presses = new Presses(store, parts.desktops)
    const points = new RestorePoints(parts)
    const rescues = new Rescues(parts)
    const images = new Map(config.desktops.map(({ id, machine }) => [id, basename(machine.image)]))
    const helpDesk = new HelpDesk({ parts, desktops, presses, points, rescues, tickets, images })
    stops.push(noteMachines(parts, tail))
    stops.push(keepHelpDesk(store, log, images, config.incidents))
    const secure = config.listen.tls !== null || config.publicAddress?.startsWith('https://') === true
    const app = await createHttp({
      log,
      about: {
        version: about.version,
        helpDesk: config.helpDesk,
        enrolment: config.kiosks.enrolment,
        ...(config.signIn.oidc === null || !config.kiosks.browsers
          ? {}
          : { signInElsewhere: { label: config.signIn.oidc.label, path: OIDC_PATH } }),
      },
      store,
      signatures: new Signatures(store),
      kiosks: new Kiosks(store),
      kioskPolicy: config.kiosks,
      health: healthOf(about.version, healthChecks(config, store, hypervisor)),
      identity,
      cookie: new SessionCookie(secure),
      desktops,
      points,
      announcements: new Announcements(parts),
      policies: new PolicyChanges(store, policies, settings),
      presses,
      rescues,
      helpDesk,
      tickets,
      outbox: new Outbox(store),
      tail,
      isOpen: (id) => sessions.isOpen(id),
      origins,
      secure,
      limits: config.limits,
      metricsOpenHere: config.metrics.openHere,
      trail: new Trail(store),
      tls: await certificate(config),
      behindProxy: config.publicAddress !== null,
      kioskFiles: config.kioskFiles,
    })
    stops.push(() => app.close())
    const gateway = new ConsoleGateway({
      store,
      tickets,
      desktops,
      sessions,
      tail,
      allows: (origin) => origins.allows(origin),
      log,
    })
    gateway.attach(app.server)
    stops.push(() => gateway.stop())

    const address = await listen(app, config.listen)
    origins.listensOn(address)
    stops.push(await writeAddress(config.dataDir, address))
    return { address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function certificate({ listen: { tls } }: Config): Promise<{ cert: string; key: string } | null> {
  if (tls === null) return null
  return { cert: await readFile(tls.certificateFile, 'utf8'), key: await readFile(tls.keyFile, 'utf8') }
}
