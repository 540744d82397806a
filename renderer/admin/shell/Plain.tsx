import { type ReactNode, useEffect } from 'react'
import { Doll } from '../parts/Doll.tsx'
import { useWords } from '../words/words.ts'

/** A page before there is a shell. */
export function Plain({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const say = useWords()
  useEffect(() => {
    document.title = `${title} - ${say('product')}`
  }, [title, say])
  return (
    <main className="center">
      <div className="plain-page">
        <div className="row g3">
          <Doll eyes={2} className="doll-large" />
          <div>
            <p className="strong plain-name">{say('product')}</p>
            <p className="dim small">{say('helpDesk')}</p>
          </div>
        </div>
        <section className="card">
          <div className="body col g4">
            <h1>{title}</h1>
            {children}
          </div>
        </section>
      </div>
    </main>
  )
}
