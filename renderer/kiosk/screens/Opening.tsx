import { useState } from 'react'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { useHelpDesk } from '../parts/KnowDoCall.tsx'
import { HoldToRecover } from '../parts/RecoverButton.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { Turning } from '../parts/Turning.tsx'
import type { Screen } from '../state/screen.ts'
import { useKiosk, useMono, useSend, useSurroundings } from '../surroundings.ts'
import { noteWords } from '../words/note.ts'
import { t } from '../words/words.ts'

/** Waiting for so long deserves a word, and a number to call. */
const LATE_MS = 20_000
/** A picture that was only interrupted mostly comes back by itself. Whoever waits longer is offered more than to wait. */
const OFFER_MS = 6_000

/** No picture yet, and why. */
export function Opening({ screen }: { screen: Extract<Screen, { is: 'opening' }> }) {
  const send = useSend()
  const several = useKiosk((k) => (k.desktops?.length ?? 0) > 1)
  const { desktop, why } = screen
  const [title, lead] = wordsFor(desktop, why, screen.late)
  const waitedMs = useWaited()
  const offered = screen.late && (why === 'picture' || waitedMs > OFFER_MS)
  return (
    <>
      <SheetBody>
        <div className="say">
          <Headline focus>{title}</Headline>
          <p className="lead quiet">{lead}</p>
          {desktop.note !== null && <p className="lead">{noteWords(desktop.note)}</p>}
          {why !== 'off' && <Late key={why} />}
        </div>
      </SheetBody>
      <div className="acts">
        {offered && desktop.forecast.possible && <HoldToRecover />}
        {why === 'off' && (
          <Button look="paper" autoFocus onClick={() => send({ type: 'restart', key: crypto.randomUUID() })}>
            {t('do.start')}
          </Button>
        )}
        {offered && <Button onClick={() => send({ type: 'ask-restart' })}>{t('do.restart')}</Button>}
        {several && <Button onClick={() => send({ type: 'choose-again' })}>{t('do.otherDesktop')}</Button>}
        <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
          {t('do.signOut')}
        </Button>
      </div>
    </>
  )
}

/** The desktops are being asked for, or somebody is being signed out. */
export function Asking({ is }: { is: 'loading' | 'leaving' }) {
  const send = useSend()
  return (
    <>
      <SheetBody>
        <div className="say">
          <Headline focus>{t(is === 'loading' ? 'opening.desktops' : 'opening.leaving')}</Headline>
          <p className="lead quiet">{t(is === 'loading' ? 'opening.pictureLead' : 'opening.leavingLead')}</p>
          <Late />
        </div>
      </SheetBody>
      {is === 'loading' && (
        <div className="acts">
          <Button onClick={() => send({ type: 'sign-out' })}>{t('do.signOut')}</Button>
        </div>
      )}
    </>
  )
}

/** That it takes long, once it does. */
function Late() {
  const help = useHelpDesk()
  if (useWaited() < LATE_MS) return null
  return (
    <p className="lead proven">
      <Turning />
      <span>
        {t('opening.late')} {help.sentence}
      </span>
    </p>
  )
}

/** Since this has been waited for, in ms. */
function useWaited(): number {
  const { clock } = useSurroundings()
  const [since] = useState(() => clock.mono())
  return useMono(1000) - since
}

function wordsFor(
  { name }: Desktop,
  why: Extract<Screen, { is: 'opening' }>['why'],
  late: boolean,
): readonly [title: string, lead: string] {
  switch (why) {
    case 'preparing':
      return [t('opening.preparing', { name }), t('opening.preparingLead')]
    case 'off':
      return [t('opening.off', { name }), t('opening.offLead')]
    case 'starting':
      return [t('opening.starting', { name }), t('opening.startingLead')]
    case 'recovering':
      return [t('opening.recovering', { name }), t('opening.recoveringLead')]
    case 'picture-again':
      return [t('opening.again'), t('opening.againLead')]
    case 'picture':
      return late
        ? [t('opening.pictureLate'), t('opening.pictureLateLead')]
        : [t('opening.picture', { name }), t('opening.pictureLead')]
  }
}
