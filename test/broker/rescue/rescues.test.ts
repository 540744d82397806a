import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { overlaysBeingRead } from '../../../broker/rescue/being-read.ts'
import { encodePath } from '../../../broker/rescue/disk-path.ts'
import type { RescueAsk } from '../../../shared/api/rescue.ts'
import type { Talk } from '../../fakes/fake-reader.ts'
import { DESKTOP, Mortal, PERSON } from '../recovery/rig.ts'
import { plainHelper, RescueRig, type Told } from './rig.ts'

const told: Told[] = [
  ['added', 'file', 'etc/hosts', 4],
  ['added', 'file', 'home/u/.config/x', 5],
  ['changed', 'file', 'home/u/Documents/letter.txt', 20],
  ['removed', 'file', 'home/u/Documents/old.txt', 7],
  ['added', 'folder', 'home/u/Downloads', 0],
  ['added', 'folder', 'home/u/Downloads/sub', 0],
  ['added', 'file', 'home/u/Downloads/sub/b', 30],
  ['added', 'file', Buffer.from('home/u/Downloads/\xff\n', 'latin1'), 40],
  ['added', 'file', 'home/u/note', 50],
]

describe('what a recovery left', () => {
  let rig: RescueRig
  afterEach(() => rig.close())
  const whole = (): RescueAsk => ({ key: randomUUID(), whole: true })
  const paths = (...of: (string | Buffer)[]): RescueAsk => ({
    key: randomUUID(),
    folders: [],
    paths: of.map((path) => encodePath(Buffer.from(path))),
  })

  test('is listed by itself, by folder, the own first; names are shown as text and named as they are', async () => {
    rig = await RescueRig.recovered(plainHelper(told))
    expect(await rig.leftovers()).toMatchObject({ state: 'waiting', folders: [] })
    rig.startKeeper()
    const { folders, total, listed } = await rig.listed()
    expect(total).toMatchObject({ added: 5, changed: 1, removed: 1 })
    expect(listed).toBe(9)
    expect(
      folders.map(({ kind, shown, added, changed, removed, bytes }) => [kind, shown, added, changed, removed, bytes]),
    ).toEqual([
      ['own', '/home/u', 1, 0, 0, 50],
      ['own', '/home/u/Documents', 0, 1, 1, 20],
      ['own', '/home/u/Downloads', 2, 0, 0, 70],
      ['settings', '/home/u/.config', 1, 0, 0, 5],
      ['system', '/etc', 1, 0, 0, 4],
    ])
    const { entries, more } = await rig.rescues.entries(PERSON, rig.recovery, { folder: 2 })
    expect(entries.map(({ name, type }) => `${type} ${name}`)).toEqual([
      'folder Downloads',
      'folder sub',
      'file b',
      'file \\xff\\x0a',
    ])
    expect(more).toBe(false)
    const rest = await rig.rescues.entries(PERSON, rig.recovery, { after: entries[2]?.place ?? 0 })
    expect(rest.entries.map(({ name }) => name)).toEqual(['\\xff\\x0a', 'x', 'hosts'])
    // Read, and nothing else: the kept disk and the one that it was compared with, and no network.
    const row = await rig.rig.store.db.selectFrom('leftovers').selectAll().executeTakeFirstOrThrow()
    expect(rig.reader.starts).toMatchObject([{ disks: [row.kept_n, row.base_n], server: null }])
    expect(await rig.trail()).toEqual(['broker leftovers.scanning', 'broker leftovers.ready'])
    expect(await rig.rig.wrongs()).toEqual([])
  })

  test('is copied as it was listed: all that is own, folders, or single files; a key is answered once', async () => {
    const asked: string[][] = []
    rig = await RescueRig.recovered(async (helper, start, n) => {
      const paths: string[] = []
      asked.push(paths)
      await plainHelper(told)(
        {
          ...helper,
          hear: async () => {
            const message = await helper.hear()
            if (message.name === 'copy') paths.push(message.fields[2]?.toString('latin1') ?? '')
            return message
          },
        },
        start,
        n,
      )
    })
    rig.startKeeper()
    await rig.listed()
    const ask = whole()
    const { id } = await rig.rescues.ask(PERSON, rig.recovery, ask)
    expect(await rig.rescues.ask(PERSON, rig.recovery, ask)).toMatchObject({ id })
    const done = await rig.ended(id)
    expect(done).toMatchObject({ outcome: 'copied', copied: { files: 4, bytes: 140 }, of: { files: 4 }, problem: null })
    expect(done.folder).toMatch(/^Recovered \d{4}-\d\d-\d\d \d\d\.\d\d$/)
    expect(await rig.rescues.ask(PERSON, rig.recovery, ask)).toMatchObject({ id, state: 'ended' })

    const folder = await rig.rescues.ask(PERSON, rig.recovery, { key: randomUUID(), folders: [4], paths: [] })
    await rig.ended(folder.id)
    const some = await rig.rescues.ask(PERSON, rig.recovery, paths('home/u/Downloads/sub', 'home/u/.config/x'))
    await rig.ended(some.id)
    expect(asked.slice(1)).toEqual([
      ['note', 'Documents/letter.txt', 'Downloads/sub/b', 'Downloads/\xff\n'],
      ['System/etc/hosts'],
      ['Downloads/sub/b', '.config/x'],
    ])
    expect(await rig.leftovers()).toMatchObject({ rescue: { id: some.id } })
    expect((await rig.trail()).slice(2, 5)).toEqual([
      'person:maria rescue.asked',
      'broker rescue.copying',
      'broker rescue.copied',
    ])
    expect(await rig.rig.wrongs()).toEqual([])
  })

  test('is refused with why: not yet, not of the list, not theirs, twice, gone', async () => {
    rig = await RescueRig.recovered(plainHelper(told))
    const ask = (what: RescueAsk, person = PERSON) => rig.rescues.ask(person, rig.recovery, what)
    await expect(ask(whole())).rejects.toThrow('There is no list')
    const keeper = rig.startKeeper()
    await rig.listed()
    await keeper.stop()
    await expect(ask(whole(), 'p-2')).rejects.toThrow('There is no such recovery')
    for (const path of ['home/u/Documents/old.txt', 'home/u/nothing', 'hom'])
      await expect(ask(paths(path))).rejects.toThrow('Nothing of that is on the list')
    const first = await ask(whole())
    await expect(rig.rescues.view('p-2', first.id)).rejects.toThrow('There is no such copy')
    await expect(ask(whole())).rejects.toThrow('being copied already')
    await expect(
      ask({
        key: (await rig.rig.store.db.selectFrom('rescue').select('press_key').executeTakeFirstOrThrow()).press_key,
        folders: [0],
        paths: [],
      }),
    ).rejects.toThrow(/for something else/)
    // What it needs is held for it.
    const kept = await rig.rig.store.db
      .selectFrom('undo_point')
      .selectAll()
      .where('run_id', '=', rig.recovery)
      .executeTakeFirstOrThrow()
    expect(await overlaysBeingRead(rig.rig.store.db, DESKTOP)).toEqual(new Set([kept.overlay_n]))

    await rig.rig.store.db.updateTable('undo_point').set({ state: 'gone' }).where('run_id', '=', rig.recovery).execute()
    expect(await rig.leftovers()).toMatchObject({ state: 'gone', folders: [] })
    await rig.rig.store.db.updateTable('rescue').set({ ended_at: 1, state: 'ended' }).execute()
    await expect(ask(whole())).rejects.toThrow('not kept any more')
  })

  test('without a helper guest it says that it is not set up', async () => {
    rig = await RescueRig.recovered(plainHelper(told))
    Object.defineProperty(rig, 'reader', { value: null })
    rig.startKeeper()
    expect(await rig.leftovers()).toMatchObject({ state: 'failed', problem: { type: 'urn:daruma:problem:no-rescue' } })
    await expect(rig.rescues.ask(PERSON, rig.recovery, whole())).rejects.toThrow('not set up')
  })

  test('a broker that dies at any of its calls leaves nothing that the next does not end', async () => {
    rig = await RescueRig.recovered(plainHelper(told))
    for (let at = 1; ; at++) {
      const mortal = new Mortal(at)
      const dying = rig.startKeeper(mortal)
      const outcome = await Promise.race([mortal.died.then(() => 'died'), rig.listed().then(() => 'listed')])
      await rig.forget(dying, mortal)
      if (outcome === 'listed' && !mortal.isDead) {
        await dying.stop()
        // It died at each of its calls before.
        expect(at).toBeGreaterThan(10)
        break
      }
      const next = rig.startKeeper()
      await rig.listed()
      await next.stop()
      expect(await rig.rig.wrongs()).toEqual([])
      expect(helpersAlive()).toEqual([])
      for (const table of ['leftover', 'leftovers'] as const) await rig.rig.store.db.deleteFrom(table).execute()
    }
    expect(helpersAlive()).toEqual([])
  })

  test('a broker that dies while it copies: the next ends the helper and says what is missing', async () => {
    let copying = 0
    rig = await RescueRig.recovered(async (helper, start, n) => {
      if (start.server === null) return plainHelper(told)(helper, start, n)
      await helper.hear()
      helper.say('folder', 'Recovered')
      await helper.hear()
      helper.say('copied', 0, 1, '')
      copying++
    })
    const mortal = new Mortal()
    const dying = rig.startKeeper(mortal)
    await rig.listed()
    const { id } = await rig.rescues.ask(PERSON, rig.recovery, whole())
    await rig.rig.until(async () => copying === 1 && (await rig.rescues.view(PERSON, id)).copied.files === 1)
    mortal.die()
    await rig.forget(dying, mortal)
    rig.startKeeper()
    expect(await rig.ended(id)).toMatchObject({
      outcome: 'partly',
      copied: { files: 1 },
      problem: { detail: expect.stringContaining('started anew') as string },
    })
    expect(helpersAlive()).toEqual([])
    expect(await rig.rig.wrongs()).toEqual([])
  })

  test('a helper that breaks the rules is ended, and the list is told as one that can not be made', async () => {
    const wrongs: ((talk: Talk) => void)[] = [
      ({ raw }) => raw(Buffer.from([0xff, 0xff, 0xff, 0xff, 1])),
      ({ say }) => say('entry', 'added', 'file', '../../etc/passwd', 1, 1),
      ({ say }) => say('entry', 'added', 'file', 'a//b', 1, 1),
      ({ say }) => say('entry', 'added', 'file', 'a\0b', 1, 1),
      ({ say }) => say('entry', 'eaten', 'file', 'a', 1, 1),
      ({ say }) => say('entry', 'added', 'file', 'a', '-1', 1),
      ({ say }) => say('copied', 0, 1, ''),
      ({ end }) => end(),
    ]
    rig = await RescueRig.recovered(async (helper) => {
      await helper.hear()
      wrongs[0]?.(helper)
    })
    while (wrongs.length > 0) {
      const keeper = rig.startKeeper()
      expect(await rig.listed()).toMatchObject({
        state: 'failed',
        problem: { type: 'urn:daruma:problem:leftovers-unreadable' },
      })
      await keeper.stop()
      expect(helpersAlive()).toEqual([])
      await rig.rig.store.db.deleteFrom('leftovers').execute()
      wrongs.shift()
    }
  })

  function helpersAlive(): number[] {
    const started = new Set(rig.reader.starts.map(({ n }) => n))
    return rig.rig.host
      .desktop(DESKTOP)
      .alive()
      .map(({ n }) => n)
      .filter((n) => started.has(n))
  }
})
