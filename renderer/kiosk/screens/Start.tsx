import { useState } from 'react'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { Icon } from '../parts/Icon.tsx'
import { KnowDoCall } from '../parts/KnowDoCall.tsx'
import { Room } from '../parts/Room.tsx'
import { Turning } from '../parts/Turning.tsx'
import { buttonOf } from '../state/derived.ts'
import { useKiosk, useMono, useSurroundings, useWall } from '../surroundings.ts'
import { greetingOf } from '../words/when.ts'
import { t } from '../words/words.ts'

const LATE_MS = 10_000

/** The first seconds: what was found, and what is looked for. */
export function Start() {
  const { clock } = useSurroundings()
  const [since] = useState(() => clock.mono())
  const late = useMono(1000) - since > LATE_MS
  const now = useWall(60_000)
  const button = useKiosk(buttonOf)
  return (
    <Room stage="low" doll={{ look: 'rest', eyes: 0, lean: -7, motion: 'still', swing: 0 }} dollSize={30}>
      <div className="say wide">
        <Headline>{`${greetingOf(now)}\n${t('start.moment')}`}</Headline>
        <ul className="probe">
          <li>
            <Icon is="well" className="well" />
            {t('start.networkFound')}
          </li>
          {button?.is === 'ready' && (
            <li>
              <Icon is="well" className="well" />
              {t('start.buttonFound')}
            </li>
          )}
          <li>
            <Turning />
            {t('start.service')}
          </li>
        </ul>
        {late ? (
          <>
            <KnowDoCall inOne know={t('start.late')} doing={t('start.lateDoing')} />
            <Button onClick={() => location.reload()}>{t('do.reload')}</Button>
          </>
        ) : (
          <p className="quiet">{t('start.usually')}</p>
        )}
      </div>
    </Room>
  )
}
