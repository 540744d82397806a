import { Button } from '@mantine/core'
import type { OpenSession, PersonPage } from '../../../../shared/api/person.ts'
import { peopleRoutes } from '../../../../shared/api/routes/people.ts'
import { useMay } from '../../api/me.ts'
import { useAct } from '../../api/queries.ts'
import { Card } from '../../parts/Card.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { When } from '../../parts/When.tsx'
import { when } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import { usePeopleWords } from './words.ts'

/** Where somebody is signed in; each can be ended by itself. */
export function Sessions({ person, onEndAll }: { readonly person: PersonPage; readonly onEndAll: () => void }) {
  const say = usePeopleWords()
  const manage = useMay()('people.manage')
  const end = useAct(peopleRoutes.endSession)
  const { id: personId, sessions } = person
  if (sessions.length === 0)
    return (
      <Card title={say('sessions')}>
        <p className="dim">{say('sessionsNone')}</p>
      </Card>
    )
  return (
    <Card
      title={say('sessions')}
      flush
      more={
        manage && sessions.length > 1 ? (
          <Button size="compact-sm" onClick={onEndAll}>
            {say('endAll')}
          </Button>
        ) : undefined
      }
    >
      {end.error !== null && <Problem error={end.error} />}
      <table>
        <thead>
          <tr>
            <th>{say('since')}</th>
            <th>{say('where')}</th>
            <th>{say('address')}</th>
            <th>{say('until')}</th>
            {manage && (
              <th>
                <span className="vh">{say('end')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <td>
                <When at={session.since} />
              </td>
              <td className="clip-cell">
                <Where of={session} />
              </td>
              <td>{session.from}</td>
              <td>
                <When at={session.expiresAt} />
              </td>
              {manage && (
                <td className="right">
                  <Button
                    size="compact-sm"
                    aria-label={say('endOf', { when: when(session.since) })}
                    loading={end.isPending && end.variables.params.sessionId === session.id}
                    onClick={() => end.mutate({ params: { personId, sessionId: session.id } })}
                  >
                    {say('end')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Where({ of: { kiosk, browser, ownOnly } }: { readonly of: OpenSession }) {
  const say = usePeopleWords()
  const shell = useWords()
  const where =
    kiosk === null ? (browser ?? shell('none')) : [kiosk.name, kiosk.place].filter((part) => part !== null).join(', ')
  return (
    <span title={where}>
      {where}
      {ownOnly && <span className="faint"> ({say('ownOnly')})</span>}
    </span>
  )
}
