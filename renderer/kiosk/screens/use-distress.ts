import { useEffect, useEffectEvent } from 'react'
import type { ConsoleLink } from '../console/console-link.ts'
import { calm, type DistressInput, type DistressOutput, distress } from '../state/distress.ts'
import { useSurroundings } from '../surroundings.ts'

const LOOK_MS = 500

/** Watches what goes to the desktop, and whether its picture answers. Takes nothing away from it but the kiosk's own key. */
export function useDistress(link: ConsoleLink | null, then: (output: 'show' | 'focus' | 'offer') => void): void {
  const { clock } = useSurroundings()
  const tell = useEffectEvent((output: DistressOutput) => {
    if (output !== null) then(output)
  })
  useEffect(() => {
    let state = calm
    let looked: number | null = null
    const feed = (input: DistressInput) => {
      // From the first act on: its answer may come before the next look.
      if (input.type === 'key' || input.type === 'click') looked ??= link?.updates() ?? null
      const [next, output] = distress(state, input)
      state = next
      tell(output)
    }
    const goesToDesktop = (event: Event) => event.target instanceof HTMLCanvasElement
    const key = (event: KeyboardEvent) => {
      // The key that brings up the bar of other remote desktops, too.
      if (event.ctrlKey && event.altKey && event.key === 'Home') {
        event.preventDefault()
        event.stopPropagation()
        tell('focus')
      } else if (goesToDesktop(event) && !event.repeat) feed({ type: 'key', key: event.key, at: clock.mono() })
    }
    const click = (event: Event) => {
      if (goesToDesktop(event)) feed({ type: 'click', at: clock.mono() })
    }
    const timer = setInterval(() => {
      if (state.acts.length === 0) {
        looked = null
        return
      }
      const now = link?.updates() ?? null
      if (looked !== null && now !== looked) feed({ type: 'picture-changed' })
      looked = now
      feed({ type: 'tick', at: clock.mono() })
    }, LOOK_MS)
    window.addEventListener('keydown', key, true)
    window.addEventListener('pointerdown', click, true)
    return () => {
      clearInterval(timer)
      window.removeEventListener('keydown', key, true)
      window.removeEventListener('pointerdown', click, true)
    }
  }, [link, clock])
}
