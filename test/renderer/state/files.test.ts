import { describe, expect, test } from 'vitest'
import {
  askOf,
  chooseFile,
  chooseFolder,
  firstChoice,
  folderChoice,
  hasFile,
  MOST_FILES,
  sizeOfChoice,
} from '../../../renderer/kiosk/state/choice.ts'
import { screenOf } from '../../../renderer/kiosk/state/screen.ts'
import { problem } from '../../../shared/api/problem.ts'
import { RescueAsk } from '../../../shared/api/rescue.ts'
import { desktop, ended, entries, leftovers, pressKey, rescue, run, runId } from '../gallery/made.ts'
import { atDesk, type Played } from './made.ts'

const recovered = { ...desktop, recovery: ended('recovered') }
const kept = (change: Partial<typeof leftovers> = {}) =>
  ({ type: 'kept', runId, answer: { ok: true, value: { ...leftovers, ...change } } }) as const
const asks = ({ effects }: Played) => effects.filter((e) => e.do === 'ask-kept')
const copies = ({ effects }: Played) => effects.filter((e) => e.do === 'copy')
const opened = (change: Partial<typeof leftovers> = {}) =>
  atDesk(recovered).send(kept(change), { type: 'open-files' }, kept(change))
const stage = ({ kiosk }: Played) => {
  const screen = screenOf(kiosk)
  return screen.is === 'files' ? screen.stage : null
}

describe('what a recovery kept', () => {
  test('is asked for as soon as there is one, and offered once something is there to be had', () => {
    const played = atDesk(recovered)
    expect(asks(played)).toEqual([{ do: 'ask-kept', runId }])
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'desktop', files: null })
    expect(screenOf(played.send(kept()).kiosk)).toMatchObject({ files: { state: 'ready' } })
  })

  test.each([
    ['there is nothing', { total: { added: 0, changed: 0, removed: 2, bytes: 0 } }],
    ['it is gone', { state: 'gone' }],
    ['nobody can read it here', { state: 'failed', problem: problem('no-rescue') }],
  ] as const)('is not offered where %s', (_, change) => {
    expect(screenOf(atDesk(recovered).send(kept(change)).kiosk)).toMatchObject({ is: 'desktop', files: null })
  })

  test('is not asked for where nothing is kept, or nothing to copy it to', () => {
    expect(asks(atDesk({ ...recovered, share: null }))).toEqual([])
    expect(asks(atDesk({ recovery: ended('recovered', { undo: null }) }))).toEqual([])
    expect(asks(atDesk({ recovery: run('sealed') }))).toEqual([])
  })

  test('is asked for again while it is looked through, and not after that', () => {
    const played = atDesk(recovered)
      .send(kept({ state: 'scanning' }))
      .pass(15_000)
    expect(asks(played)).toHaveLength(2)
    played.send(kept()).pass(60_000)
    expect(asks(played)).toHaveLength(2)
  })

  test('of a broker that knows nothing of it is asked for once', () => {
    const unknown = { ok: false, problem: problem('unknown-path') } as const
    const played = atDesk(recovered).send({ type: 'kept', runId, answer: unknown }).pass(60_000).pass(60_000)
    expect(asks(played)).toHaveLength(1)
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'desktop', files: null })
  })

  test('is forgotten with the run, and a run that opens closes it', () => {
    const played = opened().send({
      type: 'recovery',
      recovery: run('accepted', { id: 'other', pressedAt: '2026-11-22T11:00:00Z' }),
    })
    expect(screenOf(played.kiosk).is).toBe('recovering')
    expect(played.kiosk).toMatchObject({ kept: null, files: null })
  })
})

describe('"Get my files"', () => {
  test('has all that is the person’s own chosen, and asks for it whole', () => {
    const played = opened().send({ type: 'copy', key: pressKey })
    expect(copies(played)).toEqual([{ do: 'copy', runId, rescue: { key: pressKey, whole: true } }])
    expect(stage(played)).toEqual({ is: 'copying', rescue: null })
  })

  test('asks for what was chosen, and for nothing where nothing is', () => {
    const played = opened().send(
      { type: 'choose-folder', place: 0, on: false },
      { type: 'choose-folder', place: 3, on: true },
      { type: 'copy', key: pressKey },
    )
    expect(copies(played)).toMatchObject([{ rescue: { folders: [1, 3], paths: [] } }])
    const none = opened().send(
      { type: 'choose-folder', place: 0, on: false },
      { type: 'choose-folder', place: 1, on: false },
      { type: 'copy', key: pressKey },
    )
    expect(copies(none)).toEqual([])
  })

  test('looks into a folder page by page, and believes no page that it did not wait for', () => {
    const page = (after: number | null, list: typeof entries) =>
      ({
        type: 'entries',
        runId,
        folder: 1,
        after,
        answer: { ok: true, value: { entries: list, more: true } },
      }) as const
    const played = opened().send({ type: 'open-folder', place: 1 }, page(null, entries.slice(0, 2)))
    played.send(page(null, entries), page(99, entries))
    expect(played.kiosk.files?.folder?.entries).toHaveLength(2)
    played.send({ type: 'more-entries' }, page(3, entries.slice(2)))
    expect(played.kiosk.files?.folder?.entries).toEqual(entries)
    expect(played.effects.filter((e) => e.do === 'ask-entries').map((e) => e.after)).toEqual([null, 3])
  })

  test('is sent again under its key until it is answered, and then shows how it gets on', () => {
    const played = opened().send({ type: 'copy', key: pressKey })
    const away = {
      type: 'copying',
      key: pressKey,
      answer: { ok: false, problem: problem('broker-unreachable') },
    } as const
    played.send(away).pass(2000)
    expect(copies(played)).toHaveLength(2)
    played.send({ type: 'copying', key: pressKey, answer: { ok: true, value: rescue() } }).pass(60_000)
    expect(copies(played)).toHaveLength(2)
    expect(stage(played)).toMatchObject({ is: 'copying', rescue: { copied: { files: 2 } } })
    played.send(
      { type: 'rescue', rescue: rescue({ state: 'ended', outcome: 'copied' }) },
      { type: 'rescue', rescue: rescue() },
    )
    expect(stage(played)).toMatchObject({ is: 'copied', rescue: { outcome: 'copied' } })
  })

  test('says why not, and goes back to the choice', () => {
    const refused = { ok: false, problem: problem('rescue-runs') } as const
    const played = opened().send({ type: 'copy', key: pressKey }, { type: 'copying', key: pressKey, answer: refused })
    expect(stage(played)).toMatchObject({ is: 'cannot', problem: refused.problem })
    expect(stage(played.send({ type: 'choose-more' }))).toMatchObject({ is: 'list' })
  })

  test('shows a copy that runs when it is opened again, and not one that is over', () => {
    expect(stage(opened({ rescue: rescue() }))).toMatchObject({ is: 'copying' })
    expect(stage(opened({ rescue: rescue({ state: 'ended', outcome: 'copied' }) }))).toMatchObject({ is: 'list' })
  })

  test('closes when nobody touches it any more, but not while somebody does', () => {
    const played = opened().pass(599_000).send({ type: 'show-rest' }).pass(2000)
    expect(screenOf(played.kiosk).is).toBe('files')
    expect(screenOf(played.pass(598_000).kiosk).is).toBe('desktop')
  })
})

describe('a choice', () => {
  const all = firstChoice(leftovers)

  test('taken out of a whole folder, one file leaves the others', () => {
    const [first, second, third] = entries.map((e) => e.path) as [string, string, string]
    const some = chooseFile(all, 1, entries, second, false)
    expect(folderChoice(some, 1)).toBe('some')
    expect([first, second, third].map((path) => hasFile(some, 1, path))).toEqual([true, false, true])
    // What was removed cannot be copied.
    expect(sizeOfChoice(some, leftovers)).toEqual({ files: 1 + 2, bytes: 12_400 + 84_000 + 3_600_000 })
    expect(folderChoice(chooseFolder(some, 1, true), 1)).toBe('all')
    expect(folderChoice(chooseFolder(some, 1, false), 1)).toBe('none')
  })

  test('of very many files names no more than can be asked for', () => {
    const [entry] = entries
    if (entry === undefined) throw new Error('there is no entry')
    const many = Array.from({ length: MOST_FILES + 100 }, (_, i) => ({ ...entry, path: `cGF0aA${i}`, place: i }))
    const some = chooseFile(all, 1, many, 'cGF0aA7', false)
    const ask = askOf(chooseFile(some, 1, many, 'cGF0aA7', true), leftovers, pressKey)
    expect(RescueAsk.safeParse(ask).success).toBe(true)
  })
})
