import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OverlayEntry } from '../../../broker/hypervisors/hypervisor.ts'
import { middles, unneeded } from '../../../broker/restore-points/clear-away.ts'
import { FakeHost } from '../../fakes/fake-host.ts'

const DESKTOP = 'desk'

/** Any tree of overlays, each with something written to it; `meant`: those that something stands for. */
const trees = fc
  .array(fc.record({ below: fc.nat(), sealed: fc.boolean(), meant: fc.boolean(), text: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) => {
    const host = new FakeHost([DESKTOP])
    const desktop = host.desktop(DESKTOP)
    const meant = new Set<number>()
    for (const [i, { below, sealed, meant: isMeant, text }] of all.entries()) {
      const n = i + 1
      host.createOverlay(DESKTOP, n, below % n === 0 ? 'golden' : below % n)
      const disk = desktop.disks.get(n)
      if (disk === undefined) continue
      if (text) disk.written.push(`of ${n}`)
      disk.sealed = sealed
      if (isMeant) meant.add(n)
    }
    return { host, meant }
  })

function entries(host: FakeHost): OverlayEntry[] {
  return [...host.desktop(DESKTOP).disks].map(([n, { backing, sealed }]) => ({
    n,
    backing: backing ?? 'unknown',
    sealed,
  }))
}

test('whatever is cleared away: all that is meant to be there says what it said, and the rest is as little as can be', () => {
  let absorbed = 0
  fc.assert(
    fc.property(trees, ({ host, meant }) => {
      const desktop = host.desktop(DESKTOP)
      const said = new Map([...meant].map((n) => [n, desktop.contents(n).join()]))
      for (let rounds = 0; ; rounds++) {
        // The fake refuses what a host would, so an order that is wrong is an error here.
        for (const n of unneeded(entries(host), { overlays: meant })) host.deleteOverlay(DESKTOP, n)
        for (const [n, text] of said) expect(desktop.contents(n).join()).toBe(text)
        const [middle] = middles(entries(host), { overlays: meant })
        if (middle === undefined) break
        absorbed++
        host.absorbBacking(DESKTOP, middle.n, middle.onto)
        expect(rounds).toBeLessThan(20)
      }
      const left = entries(host)
      for (const { n } of left.filter((o) => !meant.has(o.n))) {
        const above = left.filter((o) => o.backing === n)
        expect(above.length).toBeGreaterThan(0)
        // Only what several stand on, or one that may be written to, or with such a one below, holds what nobody means.
        const only = above.length === 1 && above[0]?.sealed === true && desktop.disks.get(n)?.sealed === true
        if (only) expect(left.some((o) => !o.sealed && !meant.has(o.n))).toBe(true)
      }
    }),
    { numRuns: 1500 },
  )
  expect(absorbed).toBeGreaterThan(100)
})
