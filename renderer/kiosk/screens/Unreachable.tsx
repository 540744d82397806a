import type { Link } from '../../../shared/bridge.ts'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { KnowDoCall } from '../parts/KnowDoCall.tsx'
import { Room } from '../parts/Room.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import type { PendingPress } from '../state/kiosk.ts'
import type { Down, Screen } from '../state/screen.ts'
import { useKiosk, useSend, useWall } from '../surroundings.ts'
import { clockOf, timeOf } from '../words/when.ts'
import { t } from '../words/words.ts'

type UnreachableScreen = Extract<Screen, { is: 'unreachable' }>

/** Nobody is signed in, or nothing of a desktop is there to be shown. */
export function UnreachableRoom({ screen }: { screen: UnreachableScreen }) {
  const words = useWords(screen)
  return (
    <Room doll={{ look: 'rest', eyes: 0, lean: 14, motion: 'still', swing: 0 }} dollSize={20}>
      <div className="say wide">
        <Headline focus urgent>
          {words.title}
        </Headline>
        <KnowDoCall inOne know={words.know} doing={words.doing} />
      </div>
      <div className="acts">
        <TryNow />
      </div>
    </Room>
  )
}

/** Over the desktop's last picture. */
export function Unreachable({ screen }: { screen: UnreachableScreen }) {
  const send = useSend()
  const words = useWords(screen)
  return (
    <>
      <SheetBody>
        <Headline focus urgent>
          {words.title}
        </Headline>
        <KnowDoCall know={words.know} doing={words.doing} />
      </SheetBody>
      <div className="acts">
        <TryNow />
        <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
          {t('do.signOut')}
        </Button>
      </div>
    </>
  )
}

/** A press that could not be delivered yet. It stands, until it is answered or taken back. */
export function PressKept({ press, link }: { press: PendingPress; link: Link }) {
  const send = useSend()
  const since = link.is === 'down' ? new Date(link.since) : null
  const now = useWall()
  return (
    <>
      <SheetBody>
        <Headline focus urgent>
          {t('kept.title')}
        </Headline>
        <KnowDoCall
          know={press.doubt ? t('kept.doubt') : t('kept.know', { clock: clockOf(since ?? now) })}
          doing={`${t('kept.for')} ${link.is === 'down' ? t('kept.doingTry', { tries: link.tries }) : t('kept.doing')}`}
        />
      </SheetBody>
      <div className="acts">
        <Button onClick={() => send({ type: 'cancel-press' })}>
          {t(press.doubt ? 'do.stopSending' : 'do.cancelPress')}
        </Button>
      </div>
    </>
  )
}

function TryNow() {
  const send = useSend()
  return <Button onClick={() => send({ type: 'ask-again' })}>{t('do.tryNow')}</Button>
}

function useWords({ link, desktop, run }: UnreachableScreen): { title: string; know: string; doing: string } {
  const now = useWall(500)
  const helpless = useKiosk((k) => k.session === null || k.session === undefined)
  const what = run !== null ? 'knowRun' : desktop !== null && !helpless ? 'knowDesktop' : 'know'
  const clock = clockOf(new Date(link.since))
  if (link.why === 'no-network')
    return {
      title: t('noNetwork.title'),
      know: t(`noNetwork.${what}`, { clock }),
      doing: t('noNetwork.doing'),
    }
  return {
    title: t('unreachable.title'),
    know: `${t(`unreachable.${what}`, { clock })} ${t(`unreachable.why.${link.why}`)}`,
    doing: triesWords(link, now),
  }
}

function triesWords({ tries, nextTryAt }: Down, now: Date): string {
  const inMs = nextTryAt - now.getTime()
  return inMs > 500 ? t('unreachable.doing', { tries, time: timeOf(inMs) }) : t('unreachable.doingNow', { tries })
}
