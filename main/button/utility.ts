import type { MessageEvent } from 'electron'
import { type FromButton, ToButton } from './messages.ts'
import { nodeHidTransport } from './node-hid-transport.ts'
import { type ButtonSetup, ButtonWatcher } from './watcher.ts'

/*
 * The process that reads the buttons, apart from main: native code that fails, or a device that makes it wait, costs
 * neither the picture nor the link to the broker. Main starts it again when it dies.
 */
const say = (message: FromButton) => process.parentPort.postMessage(message)

let watcher: ButtonWatcher | null = null

function start(setup: ButtonSetup): void {
  watcher = new ButtonWatcher(nodeHidTransport, setup, {
    state: (state) => say({ type: 'state', state }),
    action: (action) => say({ type: 'action', action }),
    log: (text) => say({ type: 'log', text }),
  })
  watcher.start()
}

async function stop(): Promise<void> {
  await watcher?.stop()
  process.exit(0)
}

process.parentPort.on('message', ({ data }: MessageEvent) => {
  const message = ToButton.parse(data)
  if (message.type === 'start') start(message)
  else if (message.type === 'light') watcher?.setLight(message.light)
  else void stop()
})
// Electron only warns of these here; a watcher in an unknown state is worse than one that is started again.
process.on('unhandledRejection', (e) => {
  throw e
})
