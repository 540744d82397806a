import './no-eval.ts'
import './style/fonts.css'
import './style/tokens.css'
import './style/base.css'
import { bridgeHere } from '../bridge/bridge-here.ts'
import { openRfbPicture } from './console/rfb-picture.ts'
import { mount } from './mount.tsx'
import { followTheme } from './state/accent.ts'
import { clock } from './state/clock.ts'
import { kioskSays, openLanguage, spoken } from './state/language.ts'
import { applySettings, followPressing, pressUsually } from './state/settings.ts'
import { openStore } from './state/store.ts'
import { t } from './words/words.ts'

spoken.subscribe(() => (document.title = t('page')))
document.title = t('page')
void openLanguage()
applySettings(document.documentElement)
const showAccent = followTheme(document.documentElement)
const bridge = bridgeHere()
const kiosk = openStore(bridge, clock)
kiosk.store.subscribe(({ facts }, before) => {
  if (facts === null || facts === before.facts) return
  void kioskSays(facts.language)
  showAccent(facts.organisation.accent)
})
kiosk.store.subscribe(({ facts }, before) => {
  if (facts !== null && facts !== before.facts) pressUsually(facts.pressTwice ? 'twice' : 'hold')
})
followPressing((on) => kiosk.send({ type: 'press-twice', on }))
mount(document.getElementById('kiosk'), { bridge, clock, kiosk, openPicture: openRfbPicture })
