import { type ReactNode, useId } from 'react'

interface CardProps {
  readonly title: ReactNode
  readonly more?: ReactNode
  readonly foot?: ReactNode
  /** Its content reaches the edges, as a table does. */
  readonly flush?: boolean
  readonly children: ReactNode
}

export function Card({ title, more, foot, flush = false, children }: CardProps) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <div className="head">
        <h2 id={id}>{title}</h2>
        {more !== undefined && <span className="more">{more}</span>}
      </div>
      <div className={flush ? 'flush' : 'body'}>{children}</div>
      {foot !== undefined && <div className="foot">{foot}</div>}
    </section>
  )
}
