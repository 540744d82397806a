import { useEffect } from 'react'
import { useSend } from '../surroundings.ts'

/** A hold ends where it ends, not where it began: let go anywhere, or lost with the window. */
export function useHoldEnds(): void {
  const send = useSend()
  useEffect(() => {
    const released = () => send({ type: 'hold-released', source: 'pointer' })
    const keyReleased = (event: KeyboardEvent) => {
      if (event.key === ' ' || event.key === 'Enter') send({ type: 'hold-released', source: 'key' })
    }
    const pointerLost = () => send({ type: 'hold-lost', source: 'pointer' })
    const lost = () => {
      send({ type: 'hold-lost', source: 'pointer' })
      send({ type: 'hold-lost', source: 'key' })
    }
    const hidden = () => {
      if (document.visibilityState === 'hidden') lost()
    }
    window.addEventListener('pointerup', released, true)
    window.addEventListener('pointercancel', pointerLost, true)
    window.addEventListener('keyup', keyReleased, true)
    window.addEventListener('blur', lost)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      window.removeEventListener('pointerup', released, true)
      window.removeEventListener('pointercancel', pointerLost, true)
      window.removeEventListener('keyup', keyReleased, true)
      window.removeEventListener('blur', lost)
      document.removeEventListener('visibilitychange', hidden)
    }
  }, [send])
}
