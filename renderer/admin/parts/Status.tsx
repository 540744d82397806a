import { Icon } from './Icon.tsx'
import type { IconName } from './icons.ts'

export type Tone = 'good' | 'warn' | 'fail' | 'off' | 'busy'

export interface StatusProps {
  readonly tone: Tone
  readonly icon: IconName
  readonly word: string
  /** In dense places: without its edge. */
  readonly plain?: boolean
}

/** Icon, word and colour: always all three. */
export function Status({ tone, icon, word, plain = false }: StatusProps) {
  return (
    <span className={`badge ${tone} ${plain ? 'plain' : ''}`}>
      <Icon name={icon} size="s" />
      {word}
    </span>
  )
}
