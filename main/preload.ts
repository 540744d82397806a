import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Bridge, BridgeEvent } from '../shared/bridge.ts'
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts'

/** All that the page has of Electron: it may ask what the bridge knows, and hear. Main checks each call. */
const bridge: Bridge = {
  call: (name, ask) => ipcRenderer.invoke(CALL_CHANNEL, name, ask),
  listen(hear) {
    // Of what comes, the page gets the event of the bridge, never the one of Electron.
    const on = (_: IpcRendererEvent, event: BridgeEvent) => hear(event)
    ipcRenderer.on(EVENT_CHANNEL, on)
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, on)
    }
  },
}

contextBridge.exposeInMainWorld('daruma', bridge)
