import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tuples } from '../../../renderer/admin/style/theme.ts'

const css = readFileSync(join(import.meta.dirname, '../../../renderer/admin/style/tokens.css'), 'utf8')

/** The named tokens of a scheme. */
function tokens(scheme: 'light' | 'dark'): Record<string, string> {
  const block = css.split(`[data-mantine-color-scheme="${scheme}"] {`)[1]?.split('}')[0] ?? ''
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9A-F]{6})/gi)].map(([, name = '', value = '']): [string, string] => [
      name,
      value,
    ]),
  )
}

/** WCAG 2.2: the ratio of two colours' relative luminances. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['surface', 'bg', 'hover', 'raised']
const roles = ['good', 'warn', 'fail', 'off', 'accent']
const text: [string, string][] = [
  ...['text', 'text-2', 'text-3', 'accent-text'].flatMap((one) => grounds.map((on): [string, string] => [one, on])),
  ...['good', 'warn', 'fail', 'off', 'recover'].flatMap((role) =>
    grounds.map((on): [string, string] => [`${role}-text`, on]),
  ),
  ...roles.map((role): [string, string] => [`${role}-text`, `${role}-soft`]),
  ...roles.flatMap((role): [string, string][] => [
    ['text', `${role}-soft`],
    ['text-2', `${role}-soft`],
  ]),
  ['text-3', 'sunken'],
  ['text-3', 'accent-soft'],
  ['text-3', 'off-soft'],
  ['recover-text', 'recover-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-recover', 'recover'],
  ['on-recover', 'recover-hover'],
]
const edges: [string, string][] = ['line-strong', 'focus', 'accent', 'recover', 'chart-1', 'chart-2']
  .concat(['good', 'warn', 'fail', 'off'].map((role) => `${role}-mark`))
  .map((one) => [one, 'surface'])

describe.each(['light', 'dark'] as const)('contrast of the help desk in %s', (scheme) => {
  const of = tokens(scheme)
  const ratio = ([one, on]: [string, string]) => contrast(of[one] ?? '', of[on] ?? '')

  test('every token is there', () => {
    expect([...text, ...edges].flat().filter((name) => of[name] === undefined)).toEqual([])
  })
  test('text has 4.5 on all that it stands on', () => {
    expect(
      text.filter((pair) => !(ratio(pair) >= 4.5)).map((pair) => `${pair.join(' on ')}: ${ratio(pair).toFixed(2)}`),
    ).toEqual([])
  })
  test('edges and marks have 3', () => {
    expect(
      edges.filter((pair) => !(ratio(pair) >= 3)).map((pair) => `${pair.join(' on ')}: ${ratio(pair).toFixed(2)}`),
    ).toEqual([])
  })
})

test('Mantine is told the same ramps as stand in the tokens', () => {
  for (const [name, shades] of Object.entries(tuples))
    for (const [n, shade] of shades.entries())
      expect(css.toLowerCase()).toContain(`--${name}-${n}: ${shade.toLowerCase()};`)
})
