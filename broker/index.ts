import { parseArgs } from 'node:util'
import { ConfigError } from './config/config-error.ts'
import { loadConfig } from './config/load.ts'
import { QemuHypervisor } from './hypervisors/qemu/qemu-hypervisor.ts'
import { openLog } from './log.ts'
import { logMoreOnSignal } from './log-on-signal.ts'
import { startBroker } from './start.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { BackUpError, backUpSqlite } from './store/back-up.ts'
import { sqliteFile } from './store/open-store.ts'

const HELP = `The broker: signs people in, hands out consoles, and brings desktops back.

  node broker/index.ts --config FILE           starts it
  node broker/index.ts --config FILE --check   looks whether the configuration is right, and no more
  node broker/index.ts --config FILE --back-up COPY
                                               writes a copy of the database, also while a broker works on it
  node broker/index.ts --help                  shows this

resources/broker.example.yaml is a configuration to begin with; docs/operating.md tells of every key.
`

async function main(): Promise<void> {
  const { config: file, check, help, 'back-up': copy } = readArguments()
  if (help) {
    process.stdout.write(HELP)
    return
  }
  if (file === undefined) throw new ConfigError(['no configuration is named; add --config FILE, or --help for help'])
  const config = await loadConfig(file)
  if (check) {
    process.stdout.write(`${file} is right\n`)
    return
  }
  if (copy !== undefined) {
    if (config.store !== null)
      throw new ConfigError(['the database is PostgreSQL, which has its own way: pg_dump, see docs/operating.md'])
    await backUpSqlite(sqliteFile(config.dataDir), copy)
    process.stdout.write(`${copy} is written\n`)
    return
  }

  const log = openLog(config.logLevel)
  logMoreOnSignal(log)
  const end = (error: unknown) => {
    log.fatal({ err: error }, error instanceof Error ? error.message : String(error))
    process.exit(1)
  }
  // What nobody expected leaves the broker in a state that nobody knows; started anew, it takes up where it was.
  process.on('uncaughtException', end)
  const machines = Object.fromEntries(config.desktops.map(({ id, machine }) => [id, machine]))
  const rescueImage = config.rescue?.image ?? null
  const hypervisor = new QemuHypervisor(
    { ...config.qemu, dataDir: config.dataDir, desktops: machines, rescueImage },
    log,
  )
  await startBroker(config, hypervisor, log).then((broker) => stopOnSignals(broker, log), end)
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        config: { type: 'string' },
        check: { type: 'boolean', default: false },
        'back-up': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (cause) {
    throw new ConfigError([`${cause instanceof Error ? cause.message : String(cause)} (--help shows what there is)`])
  }
}

await main().catch((error: unknown) => {
  if (!(error instanceof ConfigError || error instanceof BackUpError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
