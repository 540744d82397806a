import './sheet.css'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import type { DollPosture } from '../state/posture.ts'
import { Doll } from './Doll.tsx'

/**
 * The table under the last picture, with the doll on its edge. It arrives once; what it says changes in place, and so
 * the doll goes from one posture into the next.
 */
export function Sheet({
  doll,
  dollSize,
  before,
  children,
}: {
  doll: DollPosture
  dollSize: number
  /** How many others stand before it. */
  before: number
  children: ReactNode
}) {
  return (
    <main className="sheet">
      <div className="stand">
        {Array.from({ length: before }, (_, i) => (
          <Doll key={i} look="rest" eyes={1} lean={0} motion="still" swing={0} size={8} />
        ))}
        <Doll {...doll} size={dollSize} />
      </div>
      {children}
    </main>
  )
}

/** What may be long. Where it does not fit it scrolls, so that the actions below it stay where they always are. */
export function SheetBody({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useLayoutEffect(() => {
    const element = body.current
    if (element === null) return
    const look = () => setScrolls(element.scrollHeight > element.clientHeight + 1)
    const observer = new ResizeObserver(look)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [])
  return (
    // Who has no pointer scrolls it with the arrow keys.
    <div ref={body} className="sheet-body" tabIndex={scrolls ? 0 : undefined}>
      {children}
    </div>
  )
}
