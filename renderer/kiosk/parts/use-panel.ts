import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'

export interface Panel {
  readonly open: boolean
  readonly toggle: () => void
  /** Closes it, with the focus back where it was opened. */
  readonly close: () => void
  /** What counts as inside. */
  readonly menu: RefObject<HTMLDivElement | null>
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A panel behind a button. It goes with Escape, and when something else is touched or gets the focus. */
export function usePanel(): Panel {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!open) return
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', elsewhere)
    document.addEventListener('focusin', elsewhere)
    return () => {
      document.removeEventListener('pointerdown', elsewhere)
      document.removeEventListener('focusin', elsewhere)
    }
  }, [open])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return {
    open,
    toggle: () => setOpen(!open),
    close,
    menu,
    button,
    onKeyDown: (event) => {
      if (event.key === 'Escape' && open) close()
    },
  }
}
