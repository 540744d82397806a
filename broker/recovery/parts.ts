import type { Logger } from 'pino'
import type { DesktopSettings } from '../desktops/settings.ts'
import type { Hypervisor } from '../hypervisors/hypervisor.ts'
import type { ProofRoom } from '../restore-points/host-room.ts'
import type { Store } from '../store/store.ts'
import type { Slots } from './slots.ts'

/** What the engine works with. */
export interface Parts {
  readonly store: Store
  readonly hypervisor: Hypervisor
  readonly desktops: ReadonlyMap<string, DesktopSettings>
  readonly log: Logger
  /** How much of this host the checks of points may take, if not the usual. */
  readonly proofs?: ProofRoom
  /** How many runs a host and a storage carry at once, if not as many as this machine has processors for. */
  readonly atOnce?: Slots
}

export function settingsOf(parts: Parts, desktop: string): DesktopSettings {
  const settings = parts.desktops.get(desktop)
  if (settings === undefined) throw new Error(`desktop ${desktop} is in the store but not in the configuration`)
  return settings
}
