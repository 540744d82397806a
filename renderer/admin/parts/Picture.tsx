import { useState } from 'react'
import { useWords } from '../words/words.ts'

interface PictureProps {
  /** Where it is had from; the session's cookie goes with the question. */
  readonly from: string
  readonly label: string
  readonly none: string
  readonly size?: 's' | 'l'
}

/** A picture of a desktop, or the words that there is none. */
export function Picture({ from, label, none, size }: PictureProps) {
  const [missing, setMissing] = useState<string | null>(null)
  if (missing === from) return <span className={`pic none ${size ?? ''}`}>{none}</span>
  return <img className={`pic ${size ?? ''}`} src={from} alt={label} loading="lazy" onError={() => setMissing(from)} />
}

/** A point's picture is only there once it was proved. */
export function NoPicture() {
  const say = useWords()
  return <span className="small faint">{say('point.noPicture')}</span>
}
