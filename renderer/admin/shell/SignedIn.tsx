import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemError } from '../../../shared/api/problem.ts'
import { sessionRoutes } from '../../../shared/api/routes/session.ts'
import type { Session } from '../../../shared/api/session.ts'
import { useAdmin } from '../api/admin.ts'
import { MeContext, rightsIn } from '../api/me.ts'
import { SESSION } from '../api/session-key.ts'
import { Problem } from '../parts/Problem.tsx'
import { useWords } from '../words/words.ts'
import { NotForYou } from './NotForYou.tsx'
import { SignIn } from './SignIn.tsx'

/** Draws its children for whoever is signed in and has something to do here; for others the way in. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const { ask } = useAdmin()
  const say = useWords()
  const session = useQuery<Session | null>({
    queryKey: SESSION,
    queryFn: ({ signal }) =>
      ask(sessionRoutes.session, {}, signal).catch((error: unknown) => {
        if (error instanceof ProblemError && error.is('not-signed-in')) return null
        throw error
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (session.isError)
    return (
      <main className="center">
        <Problem error={session.error} again={() => void session.refetch()} />
      </main>
    )
  if (session.data === undefined)
    return (
      <main className="center" aria-busy>
        <h1 className="vh">{say('loading')}</h1>
      </main>
    )
  if (session.data === null) return <SignIn />
  const { name, displayName, role = 'user' } = session.data.person
  const rights = rightsIn(session.data)
  if (rights.size === 0) return <NotForYou />
  return <MeContext value={{ name, displayName, role, rights }}>{children}</MeContext>
}
