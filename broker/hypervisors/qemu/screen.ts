import { randomUUID } from 'node:crypto'
import { readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { HypervisorError, type Picture } from '../hypervisor.ts'
import { picture } from '../picture.ts'
import type { Monitor } from './monitor.ts'

const AXIS_MAX = 0x7fff

/** The picture on an instance's screen; QEMU writes it to a file in the instance's folder. */
export async function takePicture(instanceFolder: string, monitor: Monitor, signal: AbortSignal): Promise<Picture> {
  const name = `picture-${randomUUID()}.ppm`
  const file = join(instanceFolder, name)
  try {
    await monitor.order('screendump', { filename: name }, signal)
    return fromPpm(await readFile(file))
  } finally {
    await unlink(file).catch(() => undefined)
  }
}

export async function movePointer(monitor: Monitor, x: number, y: number, signal: AbortSignal): Promise<void> {
  const axis = (name: 'x' | 'y', at: number) => ({
    type: 'abs',
    data: { axis: name, value: Math.round(Math.min(1, Math.max(0, at)) * AXIS_MAX) },
  })
  await monitor.order('input-send-event', { events: [axis('x', x), axis('y', y)] }, signal)
}

/** `key`: a QKeyCode. QEMU refuses what it does not know. */
export async function pressKey(monitor: Monitor, key: string, signal: AbortSignal): Promise<void> {
  const event = (down: boolean) => ({ type: 'key', data: { down, key: { type: 'qcode', data: key } } })
  await monitor.order('input-send-event', { events: [event(true), event(false)] }, signal)
}

/** Netpbm's P6, 8 bit. */
export function fromPpm(file: Uint8Array): Picture {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(file.subarray(0, 64)).toString('latin1'))
  if (head === null) throw new HypervisorError('QEMU wrote a picture that is none')
  const [width, height] = [Number(head[1]), Number(head[2])]
  const rgb = file.subarray(head[0].length)
  if (rgb.length !== width * height * 3) throw new HypervisorError('QEMU wrote a picture that is cut off')
  return picture(width, height, rgb)
}
