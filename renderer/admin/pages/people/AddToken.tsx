import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { rights as meanings, type Right } from '../../../../shared/api/rights.ts'
import { serviceAccountsRoutes } from '../../../../shared/api/routes/service-accounts.ts'
import type { NewServiceToken, ServiceAccount } from '../../../../shared/api/service-account.ts'
import { useAct } from '../../api/queries.ts'
import { Problem } from '../../parts/Problem.tsx'
import { useWords } from '../../words/words.ts'
import { poolsFrom } from './pools.ts'
import { PoolsField } from './RoleFields.tsx'
import { usePeopleWords } from './words.ts'

type TokenRight = Exclude<Right, 'people.manage'>
/** Whoever can give rights could give themselves all: no program can. */
const offered = (Object.keys(meanings) as Right[]).filter((right): right is TokenRight => right !== 'people.manage')
const DAYS = [30, 90, 180, 365, 730]

interface AddTokenProps {
  readonly account: ServiceAccount | null
  readonly onClose: () => void
  readonly onMade: (made: NewServiceToken) => void
}

export function AddToken({ account, onClose, onMade }: AddTokenProps) {
  const say = usePeopleWords()
  const shell = useWords()
  return (
    <Modal
      opened={account !== null}
      onClose={onClose}
      size="lg"
      title={say('programs.addTokenFor', { name: account?.displayName ?? '' })}
      closeButtonProps={{ 'aria-label': shell('act.close') }}
    >
      {account !== null && <Form account={account} onClose={onClose} onMade={onMade} />}
    </Modal>
  )
}

function Form({ account, onClose, onMade }: AddTokenProps & { readonly account: ServiceAccount }) {
  const say = usePeopleWords()
  const shell = useWords()
  const create = useAct(serviceAccountsRoutes.createServiceToken)
  const [name, setName] = useState('')
  const [may, setMay] = useState<string[]>([])
  const [pools, setPools] = useState('')
  const [days, setDays] = useState(90)
  const rights = offered.filter((right) => may.includes(right))
  const ready = name.trim() !== '' && rights.length > 0
  return (
    <form
      className="col g4"
      aria-label={say('programs.addTokenFor', { name: account.displayName })}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        create.mutate(
          { params: { accountId: account.id }, body: { name: name.trim(), rights, pools: poolsFrom(pools), days } },
          { onSuccess: onMade },
        )
      }}
    >
      {create.error !== null && <Problem error={create.error} />}
      <TextInput
        label={say('programs.tokenName')}
        maxLength={64}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={say('programs.may')} value={may} onChange={setMay}>
        <div className="col mt2">
          {offered.map((right) => (
            <Checkbox key={right} value={right} label={right} description={<span lang="en">{meanings[right]}</span>} />
          ))}
        </div>
      </Checkbox.Group>
      <PoolsField pools={pools} onPools={setPools} />
      <NativeSelect
        label={say('programs.days')}
        value={String(days)}
        data={DAYS.map((count) => ({ value: String(count), label: say('programs.daysOf', { count }) }))}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
      />
      <div className="row">
        <Button type="submit" variant="filled" disabled={!ready} loading={create.isPending}>
          {say('programs.tokenDo')}
        </Button>
        <Button onClick={onClose}>{shell('act.cancel')}</Button>
      </div>
    </form>
  )
}
