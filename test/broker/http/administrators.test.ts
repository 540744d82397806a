import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BrokerClient } from '../../../shared/client/broker-client.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

describe('what administrators may do, and nobody else', () => {
  let rig: EdgeRig
  let ada: BrokerClient
  let admin: BrokerClient
  beforeAll(async () => {
    rig = await openEdge()
    ada = rig.client(await rig.signIn('ada'))
    await rig.store.db.updateTable('person').set({ role: 'administrator' }).where('name', '=', 'bob').execute()
    admin = rig.client(await rig.signIn('bob'))
  })
  afterAll(() => rig.close())

  const named = (name: string, more: object = {}) => ({ problem: { type: `urn:daruma:problem:${name}`, ...more } })
  const params = { scope: 'default' }

  test('is refused to everybody else, whatever they ask', async () => {
    const body = { key: randomUUID(), scope: 'default', note: 'an update' }
    const pinned = { params: { desktopId: 'ada-desk', pointId: rig.point }, body: { pinned: true } }
    const asked = [
      () => ada.call('policy', { params }),
      () => ada.call('changePolicy', { params, body: { version: 0, says: {} } }),
      () => ada.call('policyVersions', { params }),
      () => ada.call('announce', { body }),
      () => ada.call('announcement', { params: { announcementId: randomUUID() } }),
      () => ada.call('changePoint', pinned),
    ]
    for (const ask of asked) await expect(ask()).rejects.toMatchObject(named('not-allowed'))
    expect(await rig.store.db.selectFrom('policy').select('seq').execute()).toEqual([])
  })

  test('changes policies, version by version', async () => {
    expect(await admin.call('policy', { params })).toMatchObject({ version: 0, says: {}, effective: { undoDays: 7 } })
    const changed = await admin.call('changePolicy', { params, body: { version: 0, says: { undoDays: 3 } } })
    expect(changed).toMatchObject({ version: 1, says: { undoDays: 3 }, effective: { undoDays: 3 }, madeBy: 'Bob' })
    await expect(admin.call('changePolicy', { params, body: { version: 0, says: {} } })).rejects.toMatchObject(
      named('changed-meanwhile'),
    )
    expect(await admin.call('policyVersions', { params })).toHaveLength(1)
  })

  test.each([
    [{ undoDays: 0 }, 'undoDays'],
    [{ pointMinutes: 2 }, 'pointMinutes'],
    [{ probes: [{ name: 'x', program: 'no path' }] }, 'program'],
    [{ everyday: true }, 'everyday'],
  ])('refuses what is impossible, and says where: %j', async (says, at) => {
    const body = { version: 1, says } as never
    const refused: unknown = await admin.call('changePolicy', { params, body }).catch((error: unknown) => error)
    expect(refused).toMatchObject(named('bad-request'))
    expect(JSON.stringify(refused)).toContain(at)
  })

  test('refuses what does not go together, and places that are not there', async () => {
    const body = { version: 1, says: { warmSeconds: 300, bootSeconds: 60 } }
    await expect(admin.call('changePolicy', { params, body })).rejects.toMatchObject(
      named('impossible-policy', { at: 'says.warmSeconds' }),
    )
    for (const scope of ['pool:none', 'desktop:none'])
      await expect(admin.call('policy', { params: { scope } })).rejects.toMatchObject(named('unknown-place'))
  })

  test('pins a point of anybody, and a person takes one of their own with a note', async () => {
    const pinned = { params: { desktopId: 'ada-desk', pointId: rig.point }, body: { pinned: true } }
    expect(await admin.call('changePoint', pinned)).toMatchObject({ id: rig.point, pinned: true })
    const body = { key: randomUUID(), note: 'before the new printer' }
    const params = { desktopId: 'ada-desk' }
    await expect(admin.call('takePoint', { params, body })).rejects.toMatchObject(named('unknown-desktop'))
    const taken = await ada.call('takePoint', { params, body })
    expect(taken).toMatchObject({ taking: true, reason: 'by-hand', note: 'before the new printer', takenBy: 'Ada' })
    expect((await ada.call('takePoint', { params, body })).id).toBe(taken.id)
    await expect(ada.call('takePoint', { params, body: { key: randomUUID() } })).rejects.toMatchObject(named('busy'))
    // It keeps nobody from pressing.
    const { generation } = await ada.call('desktop', { params })
    const press = { key: randomUUID(), kind: 'recover', generation } as const
    expect(await ada.call('press', { params, body: press })).toMatchObject({ kind: 'recover', outcome: null })
    expect((await ada.call('restorePoints', { params })).find((p) => p.id === taken.id)).toMatchObject({
      taking: false,
      proof: 'failed',
    })
  })

  test('announces a change, and hears how many points are taken for it', async () => {
    const body = { key: randomUUID(), scope: 'default', note: 'the monthly update' }
    const told = await admin.call('announce', { body })
    expect(told).toMatchObject({ waiting: 2, taken: 0, failed: [], madeBy: 'Bob' })
    expect(await admin.call('announcement', { params: { announcementId: told.id } })).toEqual(told)
    await expect(admin.call('announcement', { params: { announcementId: randomUUID() } })).rejects.toMatchObject(
      named('unknown-announcement'),
    )
  })
})
