import { createStore } from 'zustand/vanilla'

export const themes = ['system', 'dark', 'light', 'contrast'] as const
export const textSizes = ['normal', 'large'] as const
export const pressWays = ['hold', 'twice'] as const

/** What somebody set under Accessibility. It stays with this kiosk, not with a person. */
export interface Settings {
  readonly theme: (typeof themes)[number]
  readonly text: (typeof textSizes)[number]
  readonly press: (typeof pressWays)[number]
}

const KEY = 'daruma.accessibility'
const usual: Settings = { theme: 'system', text: 'normal', press: 'hold' }

export const settings = createStore<Settings>(() => stored())

/** Keeps the choice and puts it into effect on the page. */
export function set(change: Partial<Settings>): void {
  settings.setState(change)
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.getState()))
  } catch {
    // Storage that is full or forbidden: the choice holds until the page is left.
  }
}

/** Shows the settings on the page, now and whenever they or the system's wishes change. Answers how to stop. */
export function applySettings(root: HTMLElement): () => void {
  const light = matchMedia('(prefers-color-scheme: light)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const apply = () => {
    const { theme, text } = settings.getState()
    const wished = contrast.matches ? 'contrast' : light.matches ? 'light' : 'dark'
    root.dataset['theme'] = theme === 'system' ? wished : theme
    root.dataset['text'] = text
  }
  apply()
  light.addEventListener('change', apply)
  contrast.addEventListener('change', apply)
  const stop = settings.subscribe(apply)
  return () => {
    light.removeEventListener('change', apply)
    contrast.removeEventListener('change', apply)
    stop()
  }
}

/** How Recover is pressed here, until somebody chooses otherwise. That is not kept as if it had been chosen. */
export function pressUsually(press: Settings['press']): void {
  if (storedPress() === undefined) settings.setState({ press })
}

/** Tells how Recover is pressed, now and whenever that changes. */
export function followPressing(hear: (twice: boolean) => void): void {
  hear(settings.getState().press === 'twice')
  settings.subscribe((now, before) => {
    if (now.press !== before.press) hear(now.press === 'twice')
  })
}

function storedPress(): Settings['press'] | undefined {
  try {
    return oneOf(pressWays, (JSON.parse(localStorage.getItem(KEY) ?? '{}') as { press?: unknown }).press)
  } catch {
    return undefined
  }
}

function stored(): Settings {
  try {
    const told = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<keyof Settings, unknown>>
    return {
      theme: oneOf(themes, told.theme) ?? usual.theme,
      text: oneOf(textSizes, told.text) ?? usual.text,
      press: oneOf(pressWays, told.press) ?? usual.press,
    }
  } catch {
    return usual
  }
}

function oneOf<T extends string>(values: readonly T[], told: unknown): T | undefined {
  return values.find((v) => v === told)
}
