import { GuestError } from '../hypervisors/hypervisor.ts'
import { agentOf, type Machine } from './machine.ts'

/** A guest that was told to hold still does so no longer than this, whatever becomes of us. */
const AT_MOST_S = 8
const PREPARE_MS = 5000
const FREEZE_MS = 5000
const THAW_MS = 5000

/**
 * Standard input: none. $1: seconds. Started before the guest holds still, since it could start nothing then. Told twice to
 * let go, a file system says no, and nothing comes of it.
 */
const LET_GO_LATER = `PATH=/usr/sbin:/usr/bin:/sbin:/bin
fsfreeze --version > /dev/null && sleep 0 || exit 1
(
  sleep "$1"
  while read -r what where _; do
    case $what in /dev/*) fsfreeze --unfreeze "$(printf %b "$where")" ;; esac
  done < /proc/mounts
) > /dev/null 2>&1 < /dev/null &`

/** While `act` runs, the guest has written all that it had, and writes nothing. */
export interface Stillness {
  /** Whether it was so from before `act` until after it; if not, why. */
  readonly held: boolean
  readonly why: string | null
  /** How long its programs may have had to wait, in ms. */
  readonly tookMs: number
}

/**
 * Acts while the guest holds still, if its agent can bring that about in time; otherwise acts all the same. Throws what
 * `act` throws, after it let the guest go.
 */
export async function whileStill(
  machine: Machine,
  guest: 'linux' | 'windows',
  act: () => Promise<void>,
): Promise<Stillness> {
  const agent = agentOf(machine)
  let why: string | null = null
  try {
    // Windows lets go by itself, by the service that holds it still.
    if (guest === 'linux') await letGoLater(machine)
  } catch (error) {
    why = reason(machine, error)
  }
  const began = performance.now()
  if (why === null) {
    try {
      if ((await agent.freeze(FREEZE_MS, machine.signal)) === 0) why = 'it has no file system that can be held still'
    } catch (error) {
      await letGo(machine)
      why = reason(machine, error)
    }
  }
  if (why !== null) {
    await act()
    return { held: false, why, tookMs: 0 }
  }
  let released = 0
  try {
    await act()
  } finally {
    released = await letGo(machine)
  }
  const tookMs = Math.round(performance.now() - began)
  if (released > 0) return { held: true, why: null, tookMs }
  return { held: false, why: 'it did not hold still for long enough', tookMs }
}

/** Lets a guest go that an earlier broker may have told to hold still. Answers how many of its file systems still were held. */
export async function letGo(machine: Machine): Promise<number> {
  // Also when we are told to stop: nobody else may come for a while.
  const { signal } = new AbortController()
  return agentOf(machine)
    .thaw(THAW_MS, signal)
    .catch(() => 0)
}

async function letGoLater(machine: Machine): Promise<void> {
  const { code } = await agentOf(machine).exec('/bin/sh', ['-c', LET_GO_LATER, 'let-go-later', String(AT_MOST_S)], {
    timeoutMs: PREPARE_MS,
    signal: machine.signal,
  })
  if (code !== 0) throw new GuestError('it has nothing that would let it go again')
}

function reason({ signal }: Machine, error: unknown): string {
  signal.throwIfAborted()
  if (error instanceof GuestError) return error.message
  throw error
}
