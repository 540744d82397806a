import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PersonPage } from '../../../../shared/api/person.ts'
import { peopleRoutes } from '../../../../shared/api/routes/people.ts'
import { useMe } from '../../api/me.ts'
import { useAct } from '../../api/queries.ts'
import { Card } from '../../parts/Card.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { poolsFrom, poolsTyped } from './pools.ts'
import { RoleFields } from './RoleFields.tsx'
import { usePeopleWords } from './words.ts'

/** Name, and the role given here. What is kept elsewhere is said, and has no field. */
export function Change({ person }: { readonly person: PersonPage }) {
  const say = usePeopleWords()
  const yourself = useMe().name === person.name
  const change = useAct(peopleRoutes.changePerson)
  const given = person.roles.find(({ group }) => group === null) ?? { role: 'user' as const, pools: null }
  const [displayName, setDisplayName] = useState(person.displayName)
  const [role, setRole] = useState(given.role)
  const [pools, setPools] = useState(poolsTyped(given.pools))
  if (person.source === 'config')
    return (
      <Card title={say('change')}>
        <p className="dim">{say('keptConfig')}</p>
      </Card>
    )
  const wanted = role === 'user' ? null : poolsFrom(pools)
  const body = {
    ...(displayName.trim() === person.displayName ? {} : { displayName: displayName.trim() }),
    ...(role === given.role ? {} : { role }),
    ...(poolsTyped(wanted) === poolsTyped(given.pools) ? {} : { pools: wanted }),
  }
  return (
    <Card title={say('change')}>
      <form
        className="col g4"
        aria-label={say('change')}
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ params: { personId: person.id }, body })
        }}
      >
        {change.error !== null && <Problem error={change.error} />}
        {person.signIn === 'password' ? (
          <TextInput
            label={say('displayName')}
            maxLength={128}
            autoComplete="off"
            value={displayName}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
        ) : (
          <p className="small dim">{say('keptName')}</p>
        )}
        {yourself ? (
          <p className="small dim">{say('yourself')}</p>
        ) : (
          <RoleFields role={role} onRole={setRole} pools={pools} onPools={setPools} />
        )}
        <div>
          <Button
            type="submit"
            variant="filled"
            disabled={Object.keys(body).length === 0 || displayName.trim() === ''}
            loading={change.isPending}
          >
            {say('save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
