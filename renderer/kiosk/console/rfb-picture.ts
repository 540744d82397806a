import { BoundedRfb } from './bounded-rfb.ts'
import { LinkSpeed } from './link-speed.ts'
import type { OpenPicture, Picture } from './picture.ts'

/** Keys that take part in shortcuts of the kiosk's own, by keysym and by code. */
const held: readonly (readonly [keysym: number, code: string])[] = [
  [0xffe1, 'ShiftLeft'],
  [0xffe2, 'ShiftRight'],
  [0xffe3, 'ControlLeft'],
  [0xffe4, 'ControlRight'],
  [0xffe9, 'AltLeft'],
  [0xfe03, 'AltRight'],
  [0xffeb, 'MetaLeft'],
  [0xffec, 'MetaRight'],
  [0xff1b, 'Escape'],
]

/** A picture over RFB (VNC). The clipboard of the desktop is not taken over: any selection in it would be sent. */
export const openRfbPicture: OpenPicture = (stage, address, gone): Picture => {
  const channel = new WebSocket(address.url, address.protocols)
  channel.binaryType = 'arraybuffer'
  let updates = 0
  const speed = new LinkSpeed()
  channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
    updates++
    if (speed.heard(data.byteLength, performance.now())) applyLevel()
  })
  const rfb = new BoundedRfb(stage, channel, { shared: true })
  rfb.viewOnly = true
  rfb.scaleViewport = true
  rfb.background = 'transparent'
  const applyLevel = () => {
    rfb.qualityLevel = speed.level.quality
    rfb.compressionLevel = speed.level.compression
  }
  applyLevel()
  const canvas = stage.querySelector('canvas')
  if (canvas === null) throw new Error('the picture has no canvas')
  let closed = false
  const releaseKeys = () => {
    for (const [keysym, code] of held) rfb.sendKey(keysym, code, false)
  }
  // What noVNC throws while it reads, as of a message without end, it throws past everybody, and goes on as if nothing were.
  const broken = ({ message }: ErrorEvent) => {
    if (message.includes('Receive queue buffer exceeded')) rfb.disconnect()
  }
  window.addEventListener('error', broken)
  rfb.addEventListener('disconnect', () => {
    window.removeEventListener('error', broken)
    if (!closed) gone()
    closed = true
  })
  return {
    canvas,
    setInput(on) {
      if (rfb.viewOnly === !on) return
      if (!on) releaseKeys()
      rfb.viewOnly = !on
    },
    focus: () => rfb.focus({ preventScroll: true }),
    releaseKeys,
    updates: () => updates,
    sendCtrlAltDel: () => rfb.sendCtrlAltDel(),
    close() {
      if (closed) return
      closed = true
      rfb.disconnect()
    },
  }
}
