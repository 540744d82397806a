import '../../../renderer/kiosk/no-eval.ts'
import '../../../renderer/kiosk/style/fonts.css'
import '../../../renderer/kiosk/style/tokens.css'
import '../../../renderer/kiosk/style/base.css'
import './gallery.css'
import { spoken } from '../../../renderer/kiosk/state/language.ts'
import { en } from '../../../renderer/kiosk/words/en/en.ts'
import { tongues } from '../../../renderer/kiosk/words/tongues.ts'
import { speak } from '../../../renderer/kiosk/words/words.ts'
import type { Language } from '../../../shared/languages.ts'
import { mirrored, turned } from './mirrored.ts'
import { frames, Player } from './player.ts'
import { states } from './states.ts'

declare global {
  interface Window {
    readonly gallery: {
      readonly names: readonly string[]
      /** Plays a state from the start, and answers when it stands. */
      show(name: string): Promise<void>
      /** From now on the page speaks so; `mirrored` is no language. */
      speak(language: Language | 'mirrored'): Promise<void>
    }
  }
}

const root = document.getElementById('kiosk')
if (root === null) throw new Error('the gallery has no element to be drawn in')
let playing: Player | null = null

Object.assign(window, {
  gallery: {
    names: Object.keys(states),
    async show(name: string) {
      const script = states[name]
      if (script === undefined) throw new Error(`there is no state ${name}`)
      playing?.close()
      playing = new Player(root)
      await script(playing)
      await frames()
      await document.fonts.ready
    },
    async speak(language: Language | 'mirrored') {
      const tongue = language === 'mirrored' ? mirrored : tongues[language]
      speak(tongue, language === 'mirrored' ? turned(en) : await tongues[language].catalogue())
      document.documentElement.lang = tongue.code
      document.documentElement.dir = tongue.direction
      // Another object, also for what is no language: the page is drawn anew.
      spoken.setState({ language: language === 'mirrored' ? 'en' : language })
      await frames()
      await document.fonts.ready
    },
  },
})
const wanted = new URLSearchParams(location.search)
document.documentElement.dataset['theme'] = wanted.get('theme') ?? 'dark'
const language = wanted.get('language')
if (language !== null) await window.gallery.speak(language as Language | 'mirrored')
const first = wanted.get('state')
if (first !== null) await window.gallery.show(first)
