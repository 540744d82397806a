import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { type Right, type Role, rightsOf } from '../../../shared/api/rights.ts'
import { sessionRoutes } from '../../../shared/api/routes/session.ts'
import type { Session } from '../../../shared/api/session.ts'
import { useAdmin } from './admin.ts'
import { SESSION } from './session-key.ts'

export interface Me {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly rights: ReadonlySet<Right>
}

export const MeContext = createContext<Me | null>(null)

/** Who is signed in. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === null) throw new Error('nobody is signed in here')
  return me
}

/** What somebody may do, somewhere: where, the broker says of each desktop. */
export function rightsIn({ person: { rights, role = 'user' } }: Session): ReadonlySet<Right> {
  return new Set(rights === undefined ? rightsOf[role] : (Object.keys(rights) as Right[]))
}

/** Whether they may, by their role. The broker decides; this is so that nothing is offered in vain. */
export function useMay(): (right: Right) => boolean {
  const { rights } = useMe()
  return (right) => rights.has(right)
}

export function useSignOut(): () => Promise<void> {
  const { ask } = useAdmin()
  const queries = useQueryClient()
  return async () => {
    await ask(sessionRoutes.signOut, {}).catch(() => undefined)
    // Nothing of one person is left for the next.
    queries.setQueryData(SESSION, null)
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] })
  }
}
