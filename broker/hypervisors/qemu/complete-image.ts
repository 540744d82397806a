import { HypervisorError, UncertainError } from '../hypervisor.ts'
import type { Control } from './control.ts'
import type { DesktopFiles } from './files.ts'
import { receiveState, STATE_SOCKET } from './images.ts'
import { migrateOut } from './migrate.ts'
import { nameOf } from './names.ts'
import { or } from './turns.ts'

const SAVE_MS = 60_000
/** Stops i-n for good and writes all of its state but the memory, which its file holds already, beside that. */
export async function saveState(files: DesktopFiles, control: Control, n: number, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SAVE_MS)])
  const state = await receiveState(files, n)
  try {
    await control.use(limit, (monitor) => migrateOut(monitor, n, `unix:${STATE_SOCKET}`, true, limit))
    await or(limit, state.done)
  } catch (cause) {
    if (cause instanceof HypervisorError) throw cause
    throw new UncertainError(`${nameOf('i', n)} was being saved when its time was over, or the broker's`, { cause })
  } finally {
    state.stop()
  }
}
