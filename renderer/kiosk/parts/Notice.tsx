import './notice.css'
import type { ReactNode } from 'react'
import { useSay } from './Announcer.tsx'

/** Something said over the desktop, which goes on beneath it. It stays until it is answered. */
export function Notice({
  title,
  said,
  by,
  children,
}: {
  title: string
  said: string
  by?: string
  children: ReactNode
}) {
  useSay(`${title}. ${said}`, true)
  return (
    <aside className="notice" aria-label={title}>
      <h2>{title}</h2>
      {/* In the words, and so in the direction, of whoever wrote it. */}
      <p dir="auto">{said}</p>
      {by !== undefined && <p className="quiet small">{by}</p>}
      <div className="acts">{children}</div>
    </aside>
  )
}
