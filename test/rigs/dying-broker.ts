import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import SQLite from 'better-sqlite3'
import pino from 'pino'
import { loadConfig } from '../../broker/config/load.ts'
import type { Hypervisor } from '../../broker/hypervisors/hypervisor.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { startBroker } from '../../broker/start.ts'
import { sqliteFile } from '../../broker/store/open-store.ts'

/**
 * The broker, but that it kills itself (SIGKILL: no handler runs, nothing is flushed) before or after the first call of one
 * method of its hypervisor once it was armed by SIGUSR2: DARUMA_TEST_DIE_AT=startInert:after. With `:pause` it stops before
 * the call (SIGSTOP), and makes it when it is woken. In place of a method, `at-<mark>`: the first call of any when a recovery
 * has come that far. What it asks of its hypervisor is written to DARUMA_TEST_CALLS, a line
 * for each call with the number that it names.
 */
const { values } = parseArgs({ options: { config: { type: 'string' } } })
const [method, moment] = (process.env['DARUMA_TEST_DIE_AT'] ?? '').split(':')
const calls = process.env['DARUMA_TEST_CALLS']
let armed = false
process.on('SIGUSR2', () => {
  armed = true
})

const config = await loadConfig(values.config ?? '')
const machines = Object.fromEntries(config.desktops.map(({ id, machine }) => [id, machine]))
const log = pino({ level: 'warn' })
let mark: SQLite.Statement | null = null
await startBroker(
  config,
  mortal(new QemuHypervisor({ ...config.qemu, dataDir: config.dataDir, desktops: machines }, log)),
  log,
)
if (method?.startsWith('at-') === true)
  mark = new SQLite(sqliteFile(config.dataDir), { readonly: true })
    .prepare(`select mark from run where outcome is null and kind = 'recover'`)
    .pluck()

function mortal(real: Hypervisor): Hypervisor {
  const wrap = (prefix: string) => (target: object, name: string | symbol) => {
    const member: unknown = Reflect.get(target, name)
    if (typeof member !== 'function') return member
    if (name === 'guest')
      return (...args: unknown[]) => {
        note(`guest ${String(args[1])}`)
        return new Proxy(Reflect.apply(member, target, args) as object, { get: wrap('guest.') })
      }
    return (...args: unknown[]): unknown => {
      const mine = armed && (`${prefix}${String(name)}` === method || isAt(method ?? ''))
      if (mine && moment === 'before') process.kill(process.pid, 'SIGKILL')
      if (mine && moment === 'pause') {
        armed = false
        process.kill(process.pid, 'SIGSTOP')
      }
      note(`${prefix}${String(name)} ${String(args[1])}`)
      const answer: unknown = Reflect.apply(member, target, args)
      if (!mine || moment === 'pause' || !(answer instanceof Promise)) return answer
      return answer.then((value: unknown) => {
        process.kill(process.pid, 'SIGKILL')
        return value
      })
    }
  }
  return new Proxy(real, { get: wrap('') as NonNullable<ProxyHandler<Hypervisor>['get']> })
}

function note(call: string): void {
  if (calls !== undefined) appendFileSync(calls, `${call}\n`)
}

/** Read beside the broker's own store, at once: nothing may happen in between. */
function isAt(place: string): boolean {
  if (!place.startsWith('at-')) return false
  const found = mark?.get() as string | undefined
  return found === place.slice('at-'.length)
}
