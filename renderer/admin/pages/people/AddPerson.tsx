import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FirstPassword } from '../../../../shared/api/person.ts'
import type { Role } from '../../../../shared/api/rights.ts'
import { peopleRoutes } from '../../../../shared/api/routes/people.ts'
import { useAct } from '../../api/queries.ts'
import { Problem } from '../../parts/Problem.tsx'
import { useWords } from '../../words/words.ts'
import { poolsFrom } from './pools.ts'
import { RoleFields } from './RoleFields.tsx'
import { usePeopleWords } from './words.ts'

interface AddPersonProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onMade: (made: FirstPassword) => void
}

export function AddPerson({ opened, onClose, onMade }: AddPersonProps) {
  const say = usePeopleWords()
  const shell = useWords()
  return (
    <Modal opened={opened} onClose={onClose} title={say('add')} closeButtonProps={{ 'aria-label': shell('act.close') }}>
      {opened && <Form onClose={onClose} onMade={onMade} />}
    </Modal>
  )
}

function Form({ onClose, onMade }: Omit<AddPersonProps, 'opened'>) {
  const say = usePeopleWords()
  const shell = useWords()
  const create = useAct(peopleRoutes.createPerson)
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [role, setRole] = useState<Role>('user')
  const [pools, setPools] = useState('')
  const ready = name.trim() !== '' && displayName.trim() !== ''
  return (
    <form
      className="col g4"
      aria-label={say('add')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        create.mutate(
          {
            body: {
              name: name.trim(),
              displayName: displayName.trim(),
              role,
              pools: role === 'user' ? null : poolsFrom(pools),
            },
          },
          { onSuccess: onMade },
        )
      }}
    >
      <p>{say('addText')}</p>
      {create.error !== null && <Problem error={create.error} />}
      <TextInput
        label={say('name')}
        description={say('nameHelp')}
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={say('displayName')}
        maxLength={128}
        autoComplete="off"
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <RoleFields role={role} onRole={setRole} pools={pools} onPools={setPools} />
      <div className="row">
        <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending}>
          {say('addDo')}
        </Button>
        <Button onClick={onClose}>{shell('act.cancel')}</Button>
      </div>
    </form>
  )
}
