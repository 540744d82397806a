import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LinkSpeed } from '../../../renderer/kiosk/console/link-speed.ts'

const FULL = 65_536

/** A picture of so many bytes over a network that lets so many through in a second. */
function comes(speed: LinkSpeed, bytes: number, perSecond: number, from = 0): number {
  let at = from
  for (let left = bytes; left > 0; left -= FULL) {
    const size = Math.min(FULL, left)
    at += (1000 * size) / perSecond
    speed.heard(size, at)
  }
  return at
}

test.each([
  [60_000, 1],
  [300_000, 4],
  [1_500_000, 6],
  [20_000_000, 9],
])('over a network of %i bytes a second the quality comes to be %i, and stays', (perSecond, quality) => {
  const speed = new LinkSpeed()
  const at = comes(speed, 4_000_000, perSecond)
  expect(speed.level.quality).toBe(quality)
  comes(speed, 4_000_000, perSecond, at)
  expect(speed.level.quality).toBe(quality)
})

test('what is small says nothing of the network, however seldom it comes', () => {
  const speed = new LinkSpeed()
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(FULL - 1), fc.nat(5000))), (updates) => {
      let at = 0
      for (const [bytes, ms] of updates) expect(speed.heard(bytes, (at += ms))).toBe(false)
    }),
  )
  expect(speed.level.quality).toBe(6)
})

test('whatever comes, the level is one of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4 * FULL), fc.nat(1000))), (updates) => {
      const speed = new LinkSpeed()
      let at = 0
      for (const [bytes, ms] of updates) speed.heard(bytes, (at += ms))
      expect([1, 4, 6, 9]).toContain(speed.level.quality)
    }),
  )
})
