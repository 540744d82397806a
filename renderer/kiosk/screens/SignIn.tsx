import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { type Problem, problemName } from '../../../shared/api/problem.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Field } from '../parts/Field.tsx'
import { Headline } from '../parts/Headline.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useHelpDesk } from '../parts/KnowDoCall.tsx'
import { Room } from '../parts/Room.tsx'
import type { SignInState } from '../state/kiosk.ts'
import { useKiosk, useSend, useWall } from '../surroundings.ts'
import { problemSaid } from '../words/problem.ts'
import { clockOf, greetingOf } from '../words/when.ts'
import { t } from '../words/words.ts'

export function SignIn({ state }: { state: SignInState }) {
  const now = useWall()
  const ended = state.is === 'idle' && state.ended
  const hint = useKiosk((k) => k.hint?.is === 'sign-in-first')
  return (
    <Room stage="two" clock={false} doll={{ look: 'rest', eyes: 0, lean: 0, motion: 'still', swing: 0 }}>
      <div className="say wide">
        <p className="clockface">{clockOf(now)}</p>
        <Headline>{ended ? t('signIn.ended') : greetingOf(now)}</Headline>
        {hint ? (
          <Hint words={t('signIn.hint')} />
        ) : (
          <p className="lead quiet">{t(ended ? 'signIn.endedLead' : 'signIn.lead')}</p>
        )}
      </div>
      <SignInForm state={state} />
    </Room>
  )
}

export function Hint({ words }: { words: string }) {
  useSay(words, true)
  return (
    <p className="lead proven">
      <Icon is="button" />
      {words}
    </p>
  )
}

function SignInForm({ state }: { state: SignInState }) {
  const send = useSend()
  const help = useHelpDesk()
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const [visible, setVisible] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const [missing, setMissing] = useState(false)
  const sending = state.is === 'sending'
  const refused = state.is === 'refused' ? state.problem : null

  // Refused: the password again, from the start.
  useEffect(() => {
    if (refused === null || password.current === null) return
    password.current.value = ''
    password.current.focus()
  }, [refused])

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (sending) return
    const typed = { name: name.current?.value.trim() ?? '', password: password.current?.value ?? '' }
    const incomplete = typed.name === '' || typed.password === ''
    setMissing(incomplete)
    setVisible(false)
    if (!incomplete) send({ type: 'sign-in', ...typed })
    else if (typed.name === '') name.current?.focus()
    else password.current?.focus()
  }
  const note = [
    missing ? t('signIn.missing') : refused !== null && !sending ? refusedWords(refused) : '',
    capsLock ? t('signIn.capsLock') : '',
  ]
  return (
    <form className="form" onSubmit={submit} noValidate onKeyUp={(e) => setCapsLock(e.getModifierState('CapsLock'))}>
      <Field label={t('signIn.name')} name="name" type="text" autoComplete="username" input={name} autoFocus />
      <Field
        label={t('signIn.password')}
        name="password"
        type={visible ? 'text' : 'password'}
        autoComplete="current-password"
        input={password}
        note={note.filter((n) => n !== '').join(' ')}
        end={
          <Button look="bare" size="small" aria-pressed={visible} onClick={() => setVisible(!visible)}>
            <Icon is="eye" />
            {t(visible ? 'do.hide' : 'do.show')}
          </Button>
        }
      />
      <div className="acts">
        <Button look="paper" type="submit" aria-disabled={sending}>
          {t(sending ? 'do.signingIn' : 'do.signIn')}
        </Button>
      </div>
      <p className="quiet small">
        {help.number === null ? (
          t('signIn.forgot')
        ) : (
          <>
            {t('signIn.forgotCall')} <b className="nowrap strong">{help.number}</b>
          </>
        )}
      </p>
    </form>
  )
}

function refusedWords(problem: Problem): string {
  switch (problemName(problem)) {
    case 'wrong-password':
      return t('signIn.wrong')
    case 'too-many-tries':
      return t('signIn.tooMany')
    default:
      return problemSaid(problem)
  }
}
