import './facts.css'
import { Icon, type IconName } from './Icon.tsx'

export interface Fact {
  readonly icon: IconName
  readonly text: string
}

/** Short true sentences, at most four: what is safe, what is put aside, what is kept, how long. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <ul className="facts">
      {facts.map(({ icon, text }) => (
        <li key={text}>
          <Icon is={icon} className={icon === 'heed' || icon === 'well' ? icon : ''} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}
