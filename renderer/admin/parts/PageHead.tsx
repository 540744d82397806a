import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/words.ts'

interface PageHeadProps {
  readonly title: string
  /** Beside the title: a state, a count. */
  readonly beside?: ReactNode
  readonly crumbs?: ReactNode
  readonly children?: ReactNode
}

/** A page's title, also of the browser's tab, and what can be done on it. */
export function PageHead({ title, beside, crumbs, children }: PageHeadProps) {
  const say = useWords()
  useEffect(() => {
    document.title = `${title} - ${say('product')}`
  }, [title, say])
  return (
    <div className="page-head">
      <div className="grow">
        {crumbs !== undefined && <div className="crumbs">{crumbs}</div>}
        <div className="row wrap g3">
          <h1 className="clip">{title}</h1>
          {beside}
        </div>
      </div>
      <div className="row wrap">{children}</div>
    </div>
  )
}
