import { type ReactNode, useEffect, useRef } from 'react'

/** What was opened beneath the rows comes into sight, where the screen is small. */
export function Opened({ children }: { children: ReactNode }) {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'end' })
  }, [])
  return (
    <div className="opened" ref={here}>
      {children}
    </div>
  )
}
