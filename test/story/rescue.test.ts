import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Leftovers, Rescue } from '../../shared/api/rescue.ts'
import { Daruma } from '../rigs/daruma.ts'

describe('files that were only local', () => {
  let daruma: Daruma
  beforeAll(async () => {
    daruma = await Daruma.prepare({ rescue: true })
    await daruma.start()
  })
  afterAll(() => daruma.close())

  async function until<T>(ask: () => Promise<T>, so: (value: T) => boolean): Promise<T> {
    for (;;) {
      const value = await ask()
      if (so(value)) return value
      await delay(250)
    }
  }
  const leftovers = (recoveryId: string): Promise<Leftovers> =>
    daruma.client.call('leftovers', { params: { recoveryId } })
  const rescue = (rescueId: string): Promise<Rescue> => daruma.client.call('rescue', { params: { rescueId } })

  test('are told beforehand, listed after, and copied to the share while the desktop is used', async () => {
    await daruma.running()
    await daruma.guest(`su user -c 'mkdir -p ~/Downloads && cd ~/Downloads && echo plan > "Site plan.txt" &&
      echo quote > "$(printf "quote\\\\n\\\\377")" && ln -s /etc/shadow secrets && echo more >> ~/Documents/*.txt' && sync`)
    // As if the last look were minutes ago.
    await daruma.store((db) => db.deleteFrom('desktop_changes').execute())
    const told = await until(
      async () => (await daruma.desktop()).forecast,
      (forecast) => forecast.possible && (forecast.changes?.folders.length ?? 0) > 0,
    )
    expect(told).toMatchObject({
      changes: {
        more: false,
        folders: [
          { name: 'Downloads', files: 2 },
          { name: 'Documents', files: 1 },
        ],
      },
    })

    const { id } = await daruma.recover()
    expect(await daruma.outcome(id)).toMatchObject({ outcome: 'recovered' })
    const { state, folders } = await until(
      () => leftovers(id),
      (list) => !['waiting', 'scanning'].includes(list.state),
    )
    expect(state).toBe('ready')
    expect(
      folders.filter((f) => f.kind === 'own').map(({ name, added, changed }) => ({ name, added, changed })),
    ).toEqual([
      { name: 'Documents', added: 0, changed: 1 },
      { name: 'Downloads', added: 3, changed: 0 },
    ])
    const downloads = folders.find((f) => f.name === 'Downloads')?.place
    const { entries } = await daruma.client.call('leftoverEntries', {
      params: { recoveryId: id },
      query: { folder: downloads },
    })
    expect(entries.map((e) => `${e.type} ${e.name}`).filter((line) => !line.startsWith('folder'))).toEqual([
      'file Site plan.txt',
      'file quote\\x0a\\xff',
      'link secrets',
    ])

    const asked = await daruma.client.call('startRescue', {
      params: { recoveryId: id },
      body: { key: randomUUID(), whole: true },
    })
    const done = await until(
      () => rescue(asked.id),
      ({ state: now }) => now === 'ended',
    )
    expect(done).toMatchObject({
      outcome: 'partly',
      copied: { files: 3 },
      of: { files: 4 },
      renamed: 1,
      skipped: [{ shown: '/home/user/Downloads/secrets', why: 'not-a-file' }],
      problem: null,
    })
    const root = join(daruma.samba.files, done.folder ?? '')
    expect(await readdir(join(root, 'Downloads'))).toEqual(['Site plan.txt', 'quote%0A%FF'])
    expect(await readFile(join(root, 'Downloads', 'Site plan.txt'), 'utf8')).toBe('plan\n')
    expect(await readFile(join(root, 'What was recovered.txt'), 'utf8')).toContain('Copied: 3, not copied: 1.')
    // The person sees them at once, in the desktop that went on running.
    expect(await daruma.guest(`cat "/media/H/${done.folder ?? ''}/Downloads/Site plan.txt"`)).toBe('plan\n')

    // What was read is as it was: it can still be gone back to, whole.
    const undo = await daruma.undo(id)
    expect(await daruma.outcome(undo.id)).toMatchObject({ outcome: 'undone' })
    expect(await daruma.guest('cat "/home/user/Downloads/Site plan.txt"')).toBe('plan\n')
    expect(await daruma.auditBreak()).toBeNull()
  })
})
