import { useId } from 'react'
import { useStore } from 'zustand'
import { holdMs } from '../state/holding.ts'
import { pressWays, set, settings, textSizes, themes } from '../state/settings.ts'
import { useKiosk } from '../surroundings.ts'
import { timeOf } from '../words/when.ts'
import { t } from '../words/words.ts'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { usePanel } from './use-panel.ts'

/** Accessibility: colours, size of text, and how Recover is pressed. Kept by this kiosk. */
export function SettingsMenu() {
  const { theme, text, press } = useStore(settings)
  const wholeMs = useKiosk(holdMs)
  const { open, toggle, close, menu, button, onKeyDown } = usePanel()
  const id = useId()
  return (
    <div className="settings" ref={menu} onKeyDown={onKeyDown}>
      <Button
        look="bare"
        size="small"
        ref={button}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={toggle}
      >
        <Icon is="access" />
        {t('strip.accessibility')}
      </Button>
      {open && (
        <div className="panel" id={id} role="group" aria-label={t('settings.title')}>
          <div className="head">
            <h2>{t('settings.title')}</h2>
            <Button size="small" onClick={close}>
              {t('do.done')}
            </Button>
          </div>
          <Choice
            legend={t('settings.theme')}
            options={themes.map((is) => [is, t(`settings.themes.${is}`)])}
            chosen={theme}
            choose={(is) => set({ theme: is })}
          />
          <Choice
            legend={t('settings.text')}
            options={textSizes.map((is) => [is, t(`settings.texts.${is}`)])}
            chosen={text}
            choose={(is) => set({ text: is })}
          />
          <Choice
            legend={t('settings.press')}
            options={pressWays.map((is) => [is, t(`settings.presses.${is}`, { time: timeOf(wholeMs) })])}
            chosen={press}
            choose={(is) => set({ press: is })}
            note={t('settings.pressNote')}
          />
        </div>
      )}
    </div>
  )
}

interface ChoiceProps<T extends string> {
  readonly legend: string
  readonly options: readonly (readonly [T, string])[]
  readonly chosen: T
  readonly choose: (is: T) => void
  readonly note?: string
}

function Choice<T extends string>({ legend, options, chosen, choose, note }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      <div className="options">
        {options.map(([is, words]) => (
          <label className="option" key={is}>
            <input type="radio" name={name} checked={is === chosen} onChange={() => choose(is)} />
            <span className="face">
              <Icon is="well" />
              {words}
            </span>
          </label>
        ))}
      </div>
      {note !== undefined && <p className="quiet">{note}</p>}
    </fieldset>
  )
}
