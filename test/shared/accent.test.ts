import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, isReddish, standingOut } from '../../shared/accent.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
const themes = [
  ['#0f1615', '#18211f'],
  ['#dfe7e3', '#f6f9f7'],
]

test('contrast is that of WCAG 2', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test('any colour has a shade that stands out from the grounds of each theme', () => {
  fc.assert(
    fc.property(colour, (accent) => {
      for (const grounds of themes) {
        const shade = standingOut(accent, grounds, 3)
        for (const ground of grounds) expect(contrast(shade, ground)).toBeGreaterThanOrEqual(3)
      }
    }),
  )
})

test('a colour that stands out already is left as it is', () => {
  expect(standingOut('#7fd0b0', themes[0] ?? [], 3)).toBe('#7fd0b0')
})

test('only what could be taken for Recover is reddish', () => {
  expect(['#d7281e', '#f0483d', '#d0241a', '#ab1208'].map(isReddish)).toEqual([true, true, true, true])
  expect(['#8b5a2b', '#004b87', '#2e7d32', '#6b6b6b', '#ffb300'].some(isReddish)).toBe(false)
})
