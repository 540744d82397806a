import { Link } from '@tanstack/react-router'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { sessionRoutes } from '../../../shared/api/routes/session.ts'
import { useMay } from '../api/me.ts'
import { useAsked } from '../api/queries.ts'
import { Doll } from '../parts/Doll.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/words.ts'
import { places } from './places.ts'

export function Nav() {
  const say = useWords()
  const may = useMay()
  const { data: overview } = useAsked(
    helpDeskSeeRoutes.helpDeskOverview,
    { query: { days: 1 } },
    { on: may('desktops.see') },
  )
  const counts = { incidents: overview?.incidentsOpen ?? 0, approvals: overview?.approvalsWaiting ?? 0 }
  const { data: about } = useAsked(sessionRoutes.about, {})
  return (
    <nav aria-label={say('nav.label')}>
      <div className="brand">
        <Doll eyes={2} />
        {say('product')}
      </div>
      {places.map((group) => (
        <ul key={group[0]?.to}>
          {group
            .filter(({ right }) => may(right))
            .map(({ to, word, icon }) => (
              <li key={to}>
                <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                  <Icon name={icon} />
                  {say(`nav.${word}`)}
                  {(word === 'incidents' || word === 'approvals') && counts[word] > 0 && (
                    <span className={`count ${word === 'incidents' ? 'fail' : ''}`}>{counts[word]}</span>
                  )}
                </Link>
              </li>
            ))}
        </ul>
      ))}
      {about !== undefined && <p className="foot">{say('nav.version', { version: about.version })}</p>}
    </nav>
  )
}
