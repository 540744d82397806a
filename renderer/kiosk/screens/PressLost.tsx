import { useCallback } from 'react'
import { Button } from '../parts/Button.tsx'
import { useEscape } from '../parts/use-escape.ts'
import { useSend } from '../surroundings.ts'
import { t } from '../words/words.ts'
import { Trouble } from './Trouble.tsx'

/** A press that could not be sent for a minute is let go of, and that is said. */
export function PressLost({ doubt }: { doubt: boolean }) {
  const send = useSend()
  const close = useCallback(() => send({ type: 'decline' }), [send])
  useEscape(close)
  const which = doubt ? 'lostInDoubt' : 'lost'
  return (
    <Trouble title={t(`kept.${which}.title`)} know={t(`kept.${which}.know`)} doing={t(`kept.${which}.doing`)}>
      <Button look="paper" autoFocus onClick={close}>
        {t('do.back')}
      </Button>
    </Trouble>
  )
}
