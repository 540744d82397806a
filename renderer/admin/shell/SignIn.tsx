import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError, type ProblemName, problem, problems } from '../../../shared/api/problem.ts'
import { sessionRoutes } from '../../../shared/api/routes/session.ts'
import { useAdmin } from '../api/admin.ts'
import { useAsked } from '../api/queries.ts'
import { SESSION } from '../api/session-key.ts'
import { Problem } from '../parts/Problem.tsx'
import { useWords } from '../words/words.ts'
import { Plain } from './Plain.tsx'
import { SecondFactor } from './SecondFactor.tsx'

/** What another way to sign in came back with. */
function broughtBack(): ProblemError | null {
  const name = new URLSearchParams(location.search).get('problem')
  return name !== null && name in problems ? ProblemError.of(problem(name as ProblemName)) : null
}

/** Signing in here, or elsewhere where that is set up. The session lives in a cookie that no script can read. */
export function SignIn() {
  const say = useWords()
  const { ask } = useAdmin()
  const queries = useQueryClient()
  const { data: about } = useAsked(sessionRoutes.about, {})
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [elsewhere] = useState(broughtBack)
  const attempt = useMutation({
    mutationFn: () =>
      ask(sessionRoutes.signIn, {
        body: { name, password, keep: 'cookie', ...(newPassword === '' ? {} : { newPassword }) },
      }),
    onSuccess: ({ person, expiresAt }) => queries.setQueryData(SESSION, { person, expiresAt }),
    onError: (refused) => {
      if (refused instanceof ProblemError && refused.is('wrong-password')) setPassword('')
    },
  })
  const error = attempt.error instanceof ProblemError ? attempt.error : null
  const wrong = error?.is('wrong-password') === true
  const needsNew = newPassword !== '' || error?.is('new-password-needed') === true
  const second = error?.is('second-factor-needed') === true ? error.problem.secondFactor : undefined
  if (second !== undefined) return <SecondFactor needed={second} back={() => attempt.reset()} />
  const other = about?.signInElsewhere
  return (
    <Plain title={say('signIn.title')}>
      {other !== undefined && (
        <>
          <Button
            component="a"
            variant="filled"
            href={`${other.path}?${new URLSearchParams({ page: location.pathname }).toString()}`}
          >
            {other.label}
          </Button>
          <p className="small faint">{say('elsewhere.or')}</p>
        </>
      )}
      <form
        className="col g4"
        onSubmit={(event) => {
          event.preventDefault()
          attempt.mutate()
        }}
      >
        {attempt.error === null && elsewhere !== null && <Problem error={elsewhere} />}
        {attempt.error !== null && !wrong && !needsNew && <Problem error={attempt.error} />}
        <TextInput
          label={say('signIn.name')}
          name="username"
          autoComplete="username"
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={say('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={wrong ? say('signIn.wrong') : undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {needsNew && (
          <PasswordInput
            label={say('elsewhere.newPassword')}
            description={say('elsewhere.newText')}
            name="new-password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            error={error?.is('weak-password') === true ? error.problem.title : undefined}
            value={newPassword}
            onChange={(event) => setNewPassword(event.currentTarget.value)}
          />
        )}
        <Button type="submit" variant={other === undefined ? 'filled' : 'default'} loading={attempt.isPending}>
          {say('signIn.do')}
        </Button>
        <p className="small faint">{say('signIn.audit')}</p>
      </form>
    </Plain>
  )
}
