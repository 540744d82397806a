import type { PersonPage } from '../../../../shared/api/person.ts'
import { rights as meanings, type Right } from '../../../../shared/api/rights.ts'
import { Card } from '../../parts/Card.tsx'
import { useWords } from '../../words/words.ts'
import { usePeopleWords } from './words.ts'

/** Each role with where it holds and what gave it, and what follows from all of them. */
export function Roles({ person }: { readonly person: PersonPage }) {
  const say = usePeopleWords()
  const shell = useWords()
  const rights = Object.entries(person.rights) as [Right, 'all' | string[]][]
  const here = say(person.source === 'config' ? 'givenConfig' : 'givenHere')
  return (
    <Card title={say('roles')} flush foot={say('rolesFoot')}>
      <table>
        <thead>
          <tr>
            <th>{say('role')}</th>
            <th>{say('pools')}</th>
            <th>{say('givenBy')}</th>
          </tr>
        </thead>
        <tbody>
          {person.roles.map(({ role, pools, group }) => (
            <tr key={`${role} ${group ?? ''}`}>
              <td>{shell(`role.${role}`)}</td>
              <td className="wrap">
                {role === 'user' ? say('ownOnly') : pools === null ? say('everywhere') : pools.join(', ')}
              </td>
              <td className="clip-cell" title={group ?? undefined}>
                {group === null ? here : say('group', { name: group })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details className="folded">
        <summary>{say('rights')}</summary>
        {rights.length === 0 ? (
          <p className="dim">{say('noRights')}</p>
        ) : (
          <ul className="col g1">
            {rights.map(([right, pools]) => (
              <li key={right} className="small">
                <code>{right}</code> {pools === 'all' ? say('everywhere') : pools.join(', ')},{' '}
                <span lang="en" className="faint">
                  {meanings[right]}
                </span>
              </li>
            ))}
          </ul>
        )}
      </details>
    </Card>
  )
}
