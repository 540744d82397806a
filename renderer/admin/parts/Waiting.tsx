import { useWords } from '../words/words.ts'
import { PageHead } from './PageHead.tsx'

/** The shape of what is to come. */
export function Waiting({ title, rows = 8 }: { readonly title: string; readonly rows?: number }) {
  const say = useWords()
  return (
    <>
      <PageHead title={title} beside={<span className="sub">{say('loading')}</span>} />
      <section className="card" aria-busy="true">
        <div className="body col g4">
          {Array.from({ length: rows }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: all are alike
            <span key={index} className={`sk sk-${index % 3}`} />
          ))}
        </div>
      </section>
    </>
  )
}
