import { type Problem, problemName } from '../../../shared/api/problem.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PinPad } from '../parts/PinPad.tsx'
import { Room } from '../parts/Room.tsx'
import { Turning } from '../parts/Turning.tsx'
import type { Screen } from '../state/screen.ts'
import { useSend, useWall } from '../surroundings.ts'
import { problemSaid, problemWords } from '../words/problem.ts'
import { greetingOf } from '../words/when.ts'
import { t } from '../words/words.ts'

type ConnectScreen = Extract<Screen, { is: 'connect' }>

/** A kiosk for one desktop: it opens by itself, or by the kiosk's PIN. */
export function Connect({ screen: { desktop, pin, state } }: { screen: ConnectScreen }) {
  const send = useSend()
  const now = useWall(60_000)
  const sending = state.is === 'sending'
  const refused = state.is === 'refused' && !sending ? state.problem : null
  const words = (
    <>
      <Headline>{state.is === 'idle' && state.ended ? t('signIn.ended') : greetingOf(now)}</Headline>
      <p className="lead quiet">{t('connect.lead', { name: desktop })}</p>
      {pin && refused === null && <p className="lead">{t('connect.pin')}</p>}
      {refused !== null && <Trouble words={refusedWords(refused, pin)} />}
    </>
  )
  const label = sending ? t('connect.opening', { name: desktop }) : t('connect.do')
  if (pin)
    return (
      <Room>
        <PinPad
          words={words}
          submit={label}
          busy={sending}
          onSubmit={(typed) => send({ type: 'connect', pin: typed })}
        />
      </Room>
    )
  return (
    <Room doll={{ look: 'rest', eyes: 0, lean: 0, motion: 'still', swing: 0 }} dollSize={20}>
      <div className="say wide">
        {words}
        {sending && (
          <p className="lead proven">
            <Turning />
            {t('connect.opening', { name: desktop })}
          </p>
        )}
      </div>
      <div className="acts">
        <Button look="paper" autoFocus aria-disabled={sending} onClick={() => send({ type: 'connect', pin: null })}>
          {t('connect.do')}
        </Button>
      </div>
    </Room>
  )
}

function Trouble({ words }: { words: string }) {
  useSay(words, true)
  return (
    <p className="lead proven">
      <Icon is="heed" />
      {words}
    </p>
  )
}

function refusedWords(problem: Problem, pin: boolean): string {
  switch (problemName(problem)) {
    case 'wrong-pin':
      return t('connect.wrongPin')
    case 'too-many-tries':
      return t('connect.tooMany')
    default:
      return pin ? problemSaid(problem) : `${problemWords(problem).title} ${t('connect.tryAgain')}`
  }
}
