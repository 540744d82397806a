import { createInterface } from 'node:readline'
import { nodeHidTransport } from '../../../main/button/node-hid-transport.ts'
import { ButtonWatcher } from '../../../main/button/watcher.ts'
import { readButtonProfiles } from '../../../main/button-profiles.ts'
import { ButtonLight } from '../../../shared/button.ts'
import { HOLD_MS } from '../../../shared/hold.ts'

/** Stands in for the utility process of Electron: the same watcher, heard and told by lines. */
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const watcher = new ButtonWatcher(
  nodeHidTransport,
  { profiles: readButtonProfiles('test/rigs/hid/buttons.json'), holdMs: HOLD_MS },
  {
    state: (state) => say({ state }),
    action: (action) => say({ action }),
    log: (log) => say({ log }),
  },
)
createInterface({ input: process.stdin })
  .on('line', (light) => watcher.setLight(ButtonLight.parse(light)))
  .on('close', () => void watcher.stop().then(() => process.exit(0)))
watcher.start()
