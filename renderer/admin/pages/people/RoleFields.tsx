import { NativeSelect, TextInput } from '@mantine/core'
import { ROLES, type Role } from '../../../../shared/api/rights.ts'
import { useWords } from '../../words/words.ts'
import { usePeopleWords } from './words.ts'

interface RoleFieldsProps {
  readonly role: Role
  readonly onRole: (role: Role) => void
  /** As typed. */
  readonly pools: string
  readonly onPools: (pools: string) => void
}

/** A role, and where it holds: that of a user is for their own desktops, so it has no where. */
export function RoleFields({ role, onRole, pools, onPools }: RoleFieldsProps) {
  const say = usePeopleWords()
  const shell = useWords()
  return (
    <>
      <NativeSelect
        label={say('role')}
        value={role}
        data={ROLES.map((value) => ({ value, label: shell(`role.${value}`) }))}
        onChange={(event) => onRole(event.currentTarget.value as Role)}
      />
      {role !== 'user' && <PoolsField pools={pools} onPools={onPools} />}
    </>
  )
}

export function PoolsField({ pools, onPools }: Pick<RoleFieldsProps, 'pools' | 'onPools'>) {
  const say = usePeopleWords()
  return (
    <TextInput
      label={say('pools')}
      description={say('poolsHelp')}
      spellCheck={false}
      autoComplete="off"
      value={pools}
      onChange={(event) => onPools(event.currentTarget.value)}
    />
  )
}
