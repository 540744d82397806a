import { useEffect } from 'react'

/** Escape does what Cancel or Back does. */
export function useEscape(then: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.repeat) then()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [then])
}
