import { Modal } from '@mantine/core'
import { type Right, ROLES, rights, rightsOf } from '../../../../shared/api/rights.ts'
import { Icon } from '../../parts/Icon.tsx'
import { useWords } from '../../words/words.ts'
import { usePeopleWords } from './words.ts'

/** Each right with the roles that have it, as the broker goes by them. Users have none of these. */
export function WhatRoles({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const say = usePeopleWords()
  const shell = useWords()
  const roles = ROLES.filter((role) => role !== 'user')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={say('whatRoles')}
      closeButtonProps={{ 'aria-label': shell('act.close') }}
    >
      <p className="dim">{say('whatRolesText')}</p>
      <table className="tight mt2">
        <thead>
          <tr>
            <th>{say('right')}</th>
            {roles.map((role) => (
              <th key={role}>{shell(`role.${role}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.entries(rights) as [Right, string][]).map(([right, meaning]) => (
            <tr key={right}>
              <td className="wrap two">
                <code>{right}</code>
                <small lang="en">{meaning}</small>
              </td>
              {roles.map((role) => (
                <td key={role} className={rightsOf[role].includes(right) ? 'c-good' : 'faint'}>
                  {rightsOf[role].includes(right) ? (
                    <>
                      <Icon name="ok" /> {say('may')}
                    </>
                  ) : (
                    say('mayNot')
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  )
}
