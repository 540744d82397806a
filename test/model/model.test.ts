import { describe, expect, test } from 'vitest'
import { explore } from './explore.ts'
import { allBut } from './rules.ts'
import { rulesWithout, searches, withoutRules } from './searches.ts'

const MOST_STATES = 60_000

describe('a small model of points, checks, merging and thinning, in every order', () => {
  test.each(searches.filter((s) => s.quick))('$name: no promise is broken, and each run ends', ({ from }) => {
    const found = explore(from, allBut(), { atMost: MOST_STATES, first: false })
    expect([...found.violations]).toEqual([])
    expect(found.cut).toBe(false)
    expect(found.stuck).toBe(0)
  })

  test.each(withoutRules.filter((w) => w.finds !== null))('without $off it is broken', (left) => {
    const found = explore(left.from, rulesWithout(left), { atMost: MOST_STATES, first: true })
    expect([...found.violations.keys()].join()).toContain(left.finds)
  })
})
