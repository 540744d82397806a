import { watch } from 'node:fs'
import { devicesAsync, HIDAsync } from 'node-hid'
import { type FoundDevice, type Hear, type OpenDevice, PermissionError, type Transport } from './transport.ts'

/** USB and Bluetooth HID through the kernel's hidraw, without a thread of this process ever waiting for a device. */
export const nodeHidTransport: Transport = {
  async list() {
    const devices = await devicesAsync()
    return devices.flatMap((d): FoundDevice[] => {
      if (d.path === undefined) return []
      const { path, vendorId, productId, usagePage, usage, product } = d
      return [{ path, vendorId, productId, usagePage, usage, product, interface: d.interface }]
    })
  },

  async open(path, hear) {
    const device = await HIDAsync.open(path).catch((e: unknown) => {
      const text = textOf(e)
      throw /permission denied/i.test(text) ? new PermissionError(text) : new Error(text)
    })
    return opened(device, hear)
  },

  watch(hint) {
    try {
      const watcher = watch('/dev', (_, name) => {
        if (name?.startsWith('hidraw') === true) hint()
      })
      watcher.on('error', () => watcher.close())
      return () => watcher.close()
    } catch {
      // Where /dev cannot be watched, polling alone finds a button, only later.
      return () => undefined
    }
  },
}

function opened(device: HIDAsync, hear: Hear): OpenDevice {
  let gone = false
  // Before 'data', which starts the reader: an error nobody listens to would end the process.
  device.on('error', (e: unknown) => {
    if (gone) return
    gone = true
    hear.gone(textOf(e))
  })
  device.on('data', (bytes: Buffer) => {
    if (!gone) hear.report(bytes)
  })
  return {
    async write(bytes) {
      await device.write(Buffer.from(bytes)).catch((e: unknown) => {
        throw new Error(textOf(e))
      })
    },
    async close() {
      gone = true
      await device.close().catch(() => undefined)
    },
  }
}

/** node-hid 3.4 reports an unplugged device as a plain string, everything else as an Error; none has a code. */
function textOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e)
}
