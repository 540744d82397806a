import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

const PATIENCE_MS = 10_000

const KioskProcess = z.object({ pid: z.int(), app: z.string(), made: z.string().nullable() })
export type KioskProcess = z.output<typeof KioskProcess>

const kioskFile = (folder: string) => join(folder, 'kiosk.json')

/** Writes down what the kiosk is, for the case that nobody is left to end it. */
export async function rememberKiosk(folder: string, kiosk: KioskProcess): Promise<void> {
  await writeFile(kioskFile(folder), `${JSON.stringify(kiosk)}\n`)
}

export async function forgetKiosk(folder: string): Promise<void> {
  await rm(kioskFile(folder), { force: true })
}

/** Ends what an npm start left that was killed itself: a kiosk, a broker and a file server of this folder. */
export async function endLeftovers(folder: string): Promise<void> {
  await endKiosk(folder)
  for (const what of [
    { program: 'broker/index.ts', named: join(folder, 'broker.yaml') },
    { program: 'smbd', named: join(folder, 'samba', 'smb.conf') },
  ])
    for (const pid of await allOf(what)) await end(pid, what)
}

async function endKiosk(folder: string): Promise<void> {
  const told = await readFile(kioskFile(folder), 'utf8').catch(() => null)
  if (told === null) return
  const { pid, app, made } = KioskProcess.parse(JSON.parse(told))
  await end(pid, { program: 'electron', named: app })
  if (made !== null) await rm(made, { recursive: true, force: true })
  await forgetKiosk(folder)
}

/** A program of ours, and a file or folder that it has among its arguments and no other one of its kind. */
interface Ours {
  readonly program: string
  readonly named: string
}

/** By its command line, for a process id may be another's by now. */
async function isOurs(pid: number, { program, named }: Ours): Promise<boolean> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
  return words.includes(named) && words.some((word) => word === program || word.endsWith(`/${program}`))
}

async function allOf(what: Ours): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const ours = await Promise.all(pids.map((pid) => isOurs(pid, what)))
  return pids.filter((_, i) => ours[i])
}

async function end(pid: number, what: Ours): Promise<void> {
  if (!(await isOurs(pid, what))) return
  tell(pid, 'SIGTERM')
  const until = Date.now() + PATIENCE_MS
  while (await isOurs(pid, what)) {
    if (Date.now() > until) tell(pid, 'SIGKILL')
    await delay(50)
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It was quicker.
  }
}
