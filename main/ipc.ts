import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import type { BridgeEvent } from '../shared/bridge.ts'
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts'
import { type Answers, answerCall } from './gate.ts'
import { log } from './log.ts'
import { isOwnPage } from './page-address.ts'

/** The one gate between main and pages: nothing else speaks to ipcMain. */
export function setupIpc(window: BrowserWindow, answers: Answers): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, ask: unknown) => {
    if (!isOurs(event, window)) {
      log('ipc', 'refused a call that is not from the main frame of our page')
      throw new Error('Only the page of the kiosk itself is answered.')
    }
    return answerCall(answers, name, ask)
  })
}

/** Tells the page, if it is there to hear. One that is loaded again asks for the state anew. */
export function tellPage(window: BrowserWindow, event: BridgeEvent): void {
  if (window.isDestroyed() || window.webContents.isCrashed()) return
  if (isOwnPage(window.webContents.getURL())) window.webContents.send(EVENT_CHANNEL, event)
}

/** Whether it comes from our window's main frame, showing our page. A frame that is gone has no say. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || sender !== window.webContents) return false
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url)
}
