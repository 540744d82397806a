import type { Desktop } from '../../../shared/api/desktop.ts'
import { Button } from '../parts/Button.tsx'
import { DesktopTile } from '../parts/DesktopTile.tsx'
import { Headline } from '../parts/Headline.tsx'
import { useHelpDesk } from '../parts/KnowDoCall.tsx'
import { Room } from '../parts/Room.tsx'
import { useKiosk, useSend, useWall } from '../surroundings.ts'
import { noteWords } from '../words/note.ts'
import { whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'
import { Hint } from './SignIn.tsx'

export function ChooseDesktop({ desktops }: { desktops: readonly Desktop[] }) {
  const send = useSend()
  const now = useWall(60_000)
  const help = useHelpDesk()
  const name = useKiosk((k) => k.session?.person.displayName ?? '')
  const hint = useKiosk((k) => k.hint?.is === 'choose-first')

  const sentence = ({ state, note, forecast }: Desktop): string => {
    if (state === 'needs-help')
      return help.number === null ? t('choose.callNobody') : t('choose.call', { number: help.number })
    if (state === 'off') return t('choose.startsInAbout')
    if (note !== null) return noteWords(note)
    return forecast.possible ? t('choose.point', { when: whenOf(forecast.point.takenAt, now) }) : t('choose.noPoint')
  }
  return (
    <Room>
      <div className="acts head">
        <Headline>{t('choose.which', { name })}</Headline>
        <span className="push">
          <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
            {t('do.signOut')}
          </Button>
        </span>
      </div>
      {hint && <Hint words={t('choose.hint')} />}
      <div className="desks">
        {desktops.map((desktop, i) => (
          <DesktopTile
            key={desktop.id}
            desktop={desktop}
            sentence={sentence(desktop)}
            autoFocus={i === 0}
            onChoose={() => send({ type: 'choose', desktopId: desktop.id })}
          />
        ))}
      </div>
    </Room>
  )
}
