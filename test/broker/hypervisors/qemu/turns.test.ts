import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { or, Turns } from '../../../../broker/hypervisors/qemu/turns.ts'

const { signal } = new AbortController()

describe('turns', () => {
  it('are taken one at a time, in the order asked for, also after one that failed', async () => {
    const turns = new Turns()
    const seen: string[] = []
    const act = (name: string) => async () => {
      seen.push(`${name} begins`)
      await delay(5)
      seen.push(`${name} ends`)
      if (name === 'a') throw new Error('a failed')
    }
    await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.take(signal, act(name))))
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  it('are given up by who leaves, who lets nobody overtake', async () => {
    const turns = new Turns()
    const { promise: hold, resolve: letGo } = Promise.withResolvers<undefined>()
    const first = turns.take(signal, () => hold)
    const patience = new AbortController()
    const second = turns.take(patience.signal, async () => 'second')
    let third = 'waits'
    const last = turns.take(signal, async () => (third = 'had its turn'))
    patience.abort(new Error('no patience'))
    await expect(second).rejects.toThrow('no patience')
    await delay(5)
    expect(third).toBe('waits')
    letGo(undefined)
    await Promise.all([first, last])
    expect(third).toBe('had its turn')
  })
})

describe('a promise or a signal', () => {
  it('is whichever comes first, and what comes later is nobody’s', async () => {
    const patience = new AbortController()
    const { promise, reject } = Promise.withResolvers<never>()
    const waiting = or(patience.signal, promise)
    patience.abort(new Error('too late'))
    await expect(waiting).rejects.toThrow('too late')
    await expect(or(patience.signal, promise)).rejects.toThrow('too late')
    await expect(or(patience.signal, Promise.reject(new Error('never handled')))).rejects.toThrow('too late')
    reject(new Error('never handled either'))
    await delay(5)
  })
})
