import { useId } from 'react'
import { useStore } from 'zustand'
import { languages } from '../../../shared/languages.ts'
import { choose, spoken } from '../state/language.ts'
import { tongues } from '../words/tongues.ts'
import { t } from '../words/words.ts'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { usePanel } from './use-panel.ts'

/** Each language by its own name, for whoever can't read the one that is spoken. Kept by this kiosk. */
export function LanguageMenu() {
  const { language } = useStore(spoken)
  const { open, toggle, close, menu, button, onKeyDown } = usePanel()
  const id = useId()
  return (
    <div className="settings" ref={menu} onKeyDown={onKeyDown}>
      <Button
        look="bare"
        size="small"
        ref={button}
        aria-label={`${t('strip.language')}: ${tongues[language].name}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={toggle}
      >
        <Icon is="language" />
        {tongues[language].name}
      </Button>
      {open && (
        <div className="panel narrow" id={id} role="group" aria-label={t('strip.language')}>
          {languages.map((each) => (
            <Button
              key={each}
              lang={tongues[each].code}
              look={each === language ? 'paper' : 'plain'}
              size="small"
              aria-pressed={each === language}
              onClick={() => {
                void choose(each)
                close()
              }}
            >
              {tongues[each].name}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
