import { standingOut } from '../../../shared/accent.ts'

/** What is no text has to stand out by so much. */
const RATIO = 3

/** The organisation's colour, in the shade that the theme needs; in high contrast, none. Null takes it away. */
export function applyAccent(root: HTMLElement, accent: string | null): void {
  const tokens = getComputedStyle(root)
  const grounds = ['--ground', '--table'].map((token) => tokens.getPropertyValue(token).trim())
  const shows =
    accent !== null && root.dataset['theme'] !== 'contrast' && grounds.every((g) => /^#[0-9a-f]{6}$/i.test(g))
  if (shows) root.style.setProperty('--accent', standingOut(accent, grounds, RATIO))
  else root.style.removeProperty('--accent')
}

/** Keeps to it while themes change. Answers how to say another. */
export function followTheme(root: HTMLElement): (accent: string | null) => void {
  let now: string | null = null
  new MutationObserver(() => applyAccent(root, now)).observe(root, { attributeFilter: ['data-theme'] })
  return (accent) => {
    now = accent
    applyAccent(root, accent)
  }
}
