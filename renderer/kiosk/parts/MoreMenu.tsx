import { useId, useState } from 'react'
import { t } from '../words/words.ts'
import { Button } from './Button.tsx'

export interface MoreItem {
  readonly words: string
  readonly onChoose: () => void
}

/** What is seldom wanted of the bar, behind one button. */
export function MoreMenu({ items }: { items: readonly MoreItem[] }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  if (items.length === 0) return null
  return (
    <div
      className="more"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        // The bar itself goes with the next one.
        event.stopPropagation()
        setOpen(false)
        event.currentTarget.querySelector('button')?.focus()
      }}
    >
      <Button look="bare" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {t('do.more')}
      </Button>
      {open && (
        <ul className="panel" id={id}>
          {items.map(({ words, onChoose }) => (
            <li key={words}>
              <Button look="bare" onClick={onChoose}>
                {words}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
