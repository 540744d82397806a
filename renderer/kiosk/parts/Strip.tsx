import './strip.css'
import { buttonOf } from '../state/derived.ts'
import type { DollPosture } from '../state/posture.ts'
import { useKiosk, useSend } from '../surroundings.ts'
import { t } from '../words/words.ts'
import { Button } from './Button.tsx'
import { Doll } from './Doll.tsx'
import { Icon } from './Icon.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'
import { SettingsMenu } from './SettingsMenu.tsx'

/** Beneath the ground line: which kiosk, and whether all is there. Trouble has a triangle and words. */
export function Strip({ doll, dollSize = 8 }: { doll?: DollPosture; dollSize?: number }) {
  const send = useSend()
  const facts = useKiosk((k) => k.facts)
  const link = useKiosk((k) => k.link)
  const button = useKiosk(buttonOf)
  const settable = useKiosk((k) => k.hasSettings && !k.session && k.settingsUntil === null)
  const name = facts?.kioskName ?? null
  const down = link.is === 'down' ? (link.why === 'no-network' ? t('strip.noNetwork') : t('strip.noService')) : null
  return (
    <footer className="strip">
      {doll !== undefined && (
        <div className="stand">
          <Doll {...doll} size={dollSize} />
        </div>
      )}
      {facts !== null && (
        <b className="name">
          {name !== null ? t('strip.kiosk', { name }) : facts.surroundings === 'browser' ? t('strip.browser') : ''}
        </b>
      )}
      <span className={down === null ? 'fact' : 'fact heed'}>
        <Icon is={down === null ? 'network' : 'heed'} />
        {down ?? t('strip.network')}
      </span>
      {button !== null &&
        (button.is === 'ready' ? (
          <Button look="bare" size="small" onClick={() => send({ type: 'show-button' })}>
            <span className="fact">
              <Icon is="button" />
              {t('strip.button.ready')}
            </span>
          </Button>
        ) : (
          <Button look="bare" size="small" onClick={() => send({ type: 'show-button' })}>
            <span className="fact heed">
              <Icon is="heed" />
              {t(`strip.button.${button.is}`)}
            </span>
          </Button>
        ))}
      {settable && (
        <Button look="bare" size="small" onClick={() => send({ type: 'open-settings' })}>
          {t('strip.settings')}
        </Button>
      )}
      <div className="menus">
        <LanguageMenu />
        <SettingsMenu />
      </div>
    </footer>
  )
}
