import './bar.css'
import { useEffect, useRef } from 'react'
import { t } from '../words/words.ts'

/** Pointing for so long means it. */
const POINTED_MS = 300
/** The upper edge, in px: who cannot find the handle pushes the pointer there. */
const EDGE = 3

/** The red dot at the top: always in sight, and the way to the bar. */
export function Handle({ onShow }: { onShow: () => void }) {
  const pointed = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    let atEdge: ReturnType<typeof setTimeout> | undefined
    const moved = (event: PointerEvent) => {
      if (event.clientY > EDGE) {
        clearTimeout(atEdge)
        atEdge = undefined
      } else atEdge ??= setTimeout(onShow, POINTED_MS)
    }
    window.addEventListener('pointermove', moved, true)
    return () => {
      window.removeEventListener('pointermove', moved, true)
      clearTimeout(atEdge)
      clearTimeout(pointed.current)
    }
  }, [onShow])
  return (
    <button
      type="button"
      className="handle"
      aria-label={t('bar.handle')}
      onClick={onShow}
      onPointerEnter={() => {
        pointed.current = setTimeout(onShow, POINTED_MS)
      }}
      onPointerLeave={() => clearTimeout(pointed.current)}
    >
      <i />
    </button>
  )
}
