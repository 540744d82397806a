import { createContext, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Bridge } from '../../shared/bridge.ts'
import type { OpenPicture } from './console/picture.ts'
import type { Clock } from './state/clock.ts'
import type { Kiosk } from './state/kiosk.ts'
import type { KioskStore } from './state/store.ts'

/** What the page stands on. Tests and the gallery put their own in its place. */
export interface Surroundings {
  readonly bridge: Bridge
  readonly clock: Clock
  readonly kiosk: KioskStore
  readonly openPicture: OpenPicture
}

export const SurroundingsContext = createContext<Surroundings | null>(null)

export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext)
  if (found === null) throw new Error('the page was mounted without its surroundings')
  return found
}

export function useKiosk<T>(select: (kiosk: Kiosk) => T): T {
  return useStore(useSurroundings().kiosk.store, select)
}

export function useSend(): KioskStore['send'] {
  return useSurroundings().kiosk.send
}

/** The monotonic clock, looked at every so often. */
export function useMono(everyMs: number): number {
  const { clock } = useSurroundings()
  const [now, setNow] = useState(() => clock.mono())
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.mono()), everyMs)
    return () => clearInterval(timer)
  }, [clock, everyMs])
  return now
}

/** What the time is, to the second or so. */
export function useWall(everyMs = 1000): Date {
  const { clock } = useSurroundings()
  const [now, setNow] = useState(() => clock.wall())
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.wall()), everyMs)
    return () => clearInterval(timer)
  }, [clock, everyMs])
  return now
}
