import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { serviceAccountsRoutes } from '../../../../shared/api/routes/service-accounts.ts'
import { useAct } from '../../api/queries.ts'
import { Problem } from '../../parts/Problem.tsx'
import { useWords } from '../../words/words.ts'
import { usePeopleWords } from './words.ts'

export function AddProgram({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const say = usePeopleWords()
  const shell = useWords()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say('programs.add')}
      closeButtonProps={{ 'aria-label': shell('act.close') }}
    >
      {opened && <Form onClose={onClose} />}
    </Modal>
  )
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const say = usePeopleWords()
  const shell = useWords()
  const create = useAct(serviceAccountsRoutes.createServiceAccount)
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const ready = name.trim() !== '' && displayName.trim() !== ''
  return (
    <form
      className="col g4"
      aria-label={say('programs.add')}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready)
          create.mutate(
            { body: { name: name.trim(), displayName: displayName.trim() } },
            { onSuccess: () => onClose() },
          )
      }}
    >
      {create.error !== null && <Problem error={create.error} />}
      <TextInput
        label={say('programs.name')}
        description={say('programs.nameHelp')}
        maxLength={63}
        spellCheck={false}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value.toLowerCase())}
      />
      <TextInput
        label={say('programs.displayName')}
        maxLength={128}
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending}>
          {say('programs.addDo')}
        </Button>
        <Button onClick={onClose}>{shell('act.cancel')}</Button>
      </div>
    </form>
  )
}
