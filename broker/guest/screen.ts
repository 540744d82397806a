import { setTimeout as delay } from 'node:timers/promises'
import type { Picture } from '../hypervisors/hypervisor.ts'
import type { Machine } from './machine.ts'

/** A share of pixels that differ from the commonest colour; less than this, and there is nothing to see. */
const SOMETHING = 0.01

/** Whether there is nothing on it: one colour, but for a cursor or a line. */
export function isBlank(picture: Picture): boolean {
  const { rgb, width, height } = picture
  const pixels = width * height
  if (pixels === 0) return true
  // Every 7th pixel is enough, and 7 divides no usual width.
  const counts = new Map<number, number>()
  let seen = 0
  for (let i = 0; i + 2 < rgb.length; i += 21) {
    const colour = ((rgb[i] ?? 0) << 16) | ((rgb[i + 1] ?? 0) << 8) | (rgb[i + 2] ?? 0)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
    seen++
  }
  return seen - Math.max(...counts.values()) < seen * SOMETHING
}

/** Nudges the pointer until the picture changes, `withinMs` at most. A frozen desktop's never does. */
export async function pictureMoves(machine: Machine, withinMs: number): Promise<boolean> {
  const { hypervisor, desktop, n, signal } = machine
  const until = performance.now() + withinMs
  const before = await hypervisor.picture(desktop, n, signal)
  for (let i = 0; performance.now() < until; i++) {
    await hypervisor.movePointer(desktop, n, 0.5 + 0.02 * (i % 5), 0.4, signal)
    await delay(100, undefined, { signal })
    if (!same(before, await hypervisor.picture(desktop, n, signal))) return true
  }
  return false
}

function same(a: Picture, b: Picture): boolean {
  return a.width === b.width && a.height === b.height && Buffer.compare(a.rgb, b.rgb) === 0
}
