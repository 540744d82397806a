import { useCallback } from 'react'
import type { ButtonState } from '../../../shared/button.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { KnowDoCall } from '../parts/KnowDoCall.tsx'
import { Room } from '../parts/Room.tsx'
import { useEscape } from '../parts/use-escape.ts'
import type { Tried } from '../state/kiosk.ts'
import { useSend } from '../surroundings.ts'
import { t } from '../words/words.ts'

/**
 * How it is with the button on the desk: what is the matter with it, or what was just done to it. Here it recovers nothing. It
 * changes by itself when the button does.
 */
export function ButtonTest({ button, tried }: { button: ButtonState; tried: Tried }) {
  const send = useSend()
  const back = useCallback(() => send({ type: 'decline' }), [send])
  useEscape(back)
  const name = 'name' in button ? button.name : ''
  return (
    <Room
      doll={{ look: 'rest', eyes: 0, lean: button.is === 'none' ? -18 : 0, motion: 'still', swing: 0 }}
      dollSize={20}
    >
      <div className="say wide">
        <Headline urgent>{t(`button.${button.is}.title`)}</Headline>
        <KnowDoCall
          inOne
          know={t(`button.${button.is}.know`, { name })}
          doing={button.is === 'ready' ? t('local.button.testLead') : t(`button.${button.is}.doing`)}
        />
        {button.is === 'ready' && <Trial tried={tried} />}
        {button.is === 'no-permission' && <code className="rule">{button.udevRule}</code>}
      </div>
      <div className="acts">
        <Button look="paper" autoFocus onClick={back}>
          {t(button.is === 'ready' ? 'do.done' : 'do.goOn')}
        </Button>
      </div>
    </Room>
  )
}

function Trial({ tried }: { tried: Tried }) {
  const said = {
    nothing: '',
    held: t('hold.keep'),
    'let-go': t('local.button.pressed'),
    'held-whole': t('hold.held'),
  }[tried]
  useSay(said, true)
  return (
    <p className="lead" role="status">
      {said}
    </p>
  )
}
