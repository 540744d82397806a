import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Problem as ProblemOf } from '../../../shared/api/problem.ts'
import { secondFactorsRoutes as routes } from '../../../shared/api/routes/second-factors.ts'
import type { SignedInTwice } from '../../../shared/api/second-factor.ts'
import { useAdmin } from '../api/admin.ts'
import { SESSION } from '../api/session-key.ts'
import { Problem } from '../parts/Problem.tsx'
import { useWords } from '../words/words.ts'
import { Plain } from './Plain.tsx'

interface SecondFactorProps {
  readonly needed: NonNullable<ProblemOf['secondFactor']>
  readonly back: () => void
}

/** Six digits are a code of the phone's app; anything else is one of the codes to recover by. */
const CODE = /^\d{6}$/

/** The second step of signing in. Whoever has none yet sets it up here, and is shown the codes to recover by, once. */
export function SecondFactor({ needed, back }: SecondFactorProps) {
  const say = useWords()
  const { ask } = useAdmin()
  const queries = useQueryClient()
  const { ticket, enrol } = needed
  const [typed, setTyped] = useState('')
  const [kept, setKept] = useState<SignedInTwice | null>(null)
  const enter = ({ person, expiresAt }: SignedInTwice) => queries.setQueryData(SESSION, { person, expiresAt })
  const secret = useMutation({ mutationFn: () => ask(routes.secondStepTotp, { body: { ticket } }) })
  const step = useMutation({
    mutationFn: () => {
      const given = typed.trim()
      const shown = CODE.test(given) ? { code: given } : { recoveryCode: given }
      return ask(routes.secondStep, { body: { ticket, keep: 'cookie', ...shown } })
    },
    onSuccess: (signedIn) =>
      signedIn.recoveryCodes === undefined || signedIn.recoveryCodes.length === 0 ? enter(signedIn) : setKept(signedIn),
    onError: () => setTyped(''),
  })
  if (kept !== null)
    return (
      <Plain title={say('second.codes')}>
        <p>{say('second.codesText')}</p>
        <pre className="code">{kept.recoveryCodes?.join('\n')}</pre>
        <Button variant="filled" onClick={() => enter(kept)}>
          {say('second.goOn')}
        </Button>
      </Plain>
    )
  return (
    <Plain title={say('second.title')}>
      {enrol && (
        <div className="col">
          <p>{say('second.enrol')}</p>
          {secret.data === undefined ? (
            <Button loading={secret.isPending} onClick={() => secret.mutate()}>
              {say('second.secret')}
            </Button>
          ) : (
            <pre className="code">{secret.data.secret}</pre>
          )}
          {secret.error !== null && <Problem error={secret.error} />}
        </div>
      )}
      <form
        className="col g4"
        onSubmit={(event) => {
          event.preventDefault()
          step.mutate()
        }}
      >
        {step.error !== null && <Problem error={step.error} />}
        <TextInput
          label={say(enrol ? 'second.first' : 'second.code')}
          name="code"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          autoFocus
          maxLength={64}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" variant="filled" disabled={typed.trim().length < 6} loading={step.isPending}>
            {say('second.goOn')}
          </Button>
          <Button onClick={back}>{say('second.back')}</Button>
        </div>
      </form>
    </Plain>
  )
}
