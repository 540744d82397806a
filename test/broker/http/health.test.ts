import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { healthOf } from '../../../broker/http/health.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

let rig: EdgeRig
beforeEach(async () => {
  rig = await openEdge()
})
afterEach(async () => {
  vi.useRealTimers()
  await rig.close()
})

test('tells anybody that all is well', async () => {
  expect(await rig.client(null).call('health')).toEqual({
    status: 'ok',
    version: '1.2.3',
    checks: { store: 'ok', hypervisor: 'ok', page: 'ok' },
  })
})

test('tells which part does not work', async () => {
  await rm(join(rig.kioskFiles, 'index.html'))
  rig.hypervisor.room = () => Promise.reject(new Error('no such host'))
  expect(await rig.client(null).call('health')).toMatchObject({
    status: 'degraded',
    checks: { store: 'ok', hypervisor: 'failed', page: 'failed' },
  })
})

test('tells that nothing can be written any more', async () => {
  await rig.store.db.executeQuery({ sql: 'pragma query_only = on', parameters: [], query: {} } as never)
  expect(await rig.client(null).call('health')).toMatchObject({ status: 'degraded', checks: { store: 'failed' } })
  await rig.store.db.executeQuery({ sql: 'pragma query_only = off', parameters: [], query: {} } as never)
})

test('does not wait for a part that never answers, and looks once for many who ask', async () => {
  vi.useFakeTimers()
  let asked = 0
  const health = healthOf('1', {
    slow: () => {
      asked++
      return new Promise(() => undefined)
    },
  })
  const answers = [health(), health(), health()]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await Promise.all(answers)).toMatchObject(Array(3).fill({ status: 'degraded', checks: { slow: 'failed' } }))
  expect(asked).toBe(1)
  await vi.advanceTimersByTimeAsync(5_000)
  void health()
  expect(asked).toBe(2)
})
