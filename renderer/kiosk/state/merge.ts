import type { Desktop } from '../../../shared/api/desktop.ts'
import { marks, type Recovery } from '../../../shared/api/recovery.ts'

/**
 * Answers and events overtake each other: what is told of one run never goes back. Of two runs, the one that was pressed
 * later counts. Answers the one to believe.
 */
export function newerRun(known: Recovery | null, told: Recovery): Recovery {
  if (known === null) return told
  if (known.id !== told.id) return Date.parse(told.pressedAt) < Date.parse(known.pressedAt) ? known : told
  return isBehind(told, known) ? known : told
}

function isBehind(told: Recovery, known: Recovery): boolean {
  if (known.outcome !== null || told.outcome !== null) return told.outcome === null
  return place(told) < place(known)
}

function place(run: Recovery): number {
  return (run.wayBack ? 1e6 : 0) + run.attempt * 100 + marks.indexOf(run.mark)
}

/**
 * The same for a desktop. Which run is told with it may well go back: one that nobody asked for is told while it is open,
 * and then the one before it again.
 */
export function newerDesktop(known: Desktop | undefined, told: Desktop): Desktop {
  if (known === undefined) return told
  if (told.generation < known.generation) return known
  const [before, now] = [known.recovery, told.recovery]
  return before !== null && now?.id === before.id && isBehind(now, before) ? known : told
}

export function withDesktop(desktops: readonly Desktop[] | null, told: Desktop): readonly Desktop[] | null {
  if (desktops === null) return null
  if (!desktops.some((d) => d.id === told.id)) return [...desktops, told]
  return desktops.map((d) => (d.id === told.id ? newerDesktop(d, told) : d))
}

export function withRun(desktops: readonly Desktop[] | null, told: Recovery): readonly Desktop[] | null {
  if (desktops === null) return null
  return desktops.map((d) => (d.id === told.desktopId ? { ...d, recovery: newerRun(d.recovery, told) } : d))
}
