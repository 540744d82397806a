import './no-eval.ts'
import './style/style.ts'
import { askBroker } from './api/ask.ts'
import { followLive } from './api/live.ts'
import { mount } from './mount.tsx'
import { adoptVariables } from './style/variables.ts'
import { speakAsBefore } from './words/words.ts'

adoptVariables()
await speakAsBefore()
mount(document.getElementById('admin'), { ask: askBroker, live: followLive() })
