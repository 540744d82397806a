import { createContext, useContext } from 'react'
import type { Ask } from './ask.ts'
import type { Live } from './live.ts'

/** What the page stands on. The gallery puts its own in its place. */
export interface Admin {
  readonly ask: Ask
  readonly live: Live
}

export const AdminContext = createContext<Admin | null>(null)

export function useAdmin(): Admin {
  const found = useContext(AdminContext)
  if (found === null) throw new Error('the page was mounted without what it stands on')
  return found
}
