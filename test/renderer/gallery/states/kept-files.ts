import { problem } from '../../../../shared/api/problem.ts'
import { ended, entries, pressKey, runId } from '../made.ts'
import { copied, copying, done, files, keptFiles, type Script } from './scripts.ts'

export const keptFilesStates: Record<string, Script> = {
  '09-recovered-with-files': async (play) => {
    await done(play, ended('recovered'))
    play.send(keptFiles())
  },
  '09-files-looking': (play) => files(play, { state: 'scanning', folders: [] }),
  '09-files-cannot': (play) => files(play, { state: 'failed', folders: [], problem: problem('leftovers-unreadable') }),
  '09-files-not-set-up': async (play) => {
    await done(play, ended('recovered'))
    play.send({ type: 'open-files' }, { type: 'kept', runId, answer: { ok: false, problem: problem('no-rescue') } })
  },
  '09-files-nothing': (play) =>
    files(play, { folders: [], total: { added: 0, changed: 0, removed: 0, bytes: 0 }, listed: 0 }),
  '09-files': (play) => files(play),
  '09-files-all': async (play) => {
    await files(play)
    play.send({ type: 'show-rest' })
    play.send({ type: 'choose-folder', place: 3, on: true })
  },
  '09-files-folder': async (play) => {
    await files(play)
    play.send(
      { type: 'open-folder', place: 1 },
      { type: 'entries', runId, folder: 1, after: null, answer: { ok: true, value: { entries, more: true } } },
      { type: 'choose-file', path: entries[1]?.path ?? '', on: false },
    )
  },
  '09-files-folder-opening': async (play) => {
    await files(play)
    play.send({ type: 'open-folder', place: 1 })
  },
  '09-files-folder-failed': async (play) => {
    await files(play)
    play.send(
      { type: 'open-folder', place: 1 },
      {
        type: 'entries',
        runId,
        folder: 1,
        after: null,
        answer: { ok: false, problem: problem('broker-unreachable') },
      },
    )
  },
  '09-files-copy-asked': async (play) => {
    await files(play)
    play.send({ type: 'copy', key: pressKey })
  },
  '09-files-copying': (play) => copying(play, {}),
  '09-files-copied': (play) => copying(play, { ...copied, outcome: 'copied' }),
  '09-files-partly': (play) =>
    copying(play, {
      ...copied,
      outcome: 'partly',
      copied: { files: 2, bytes: 1_290_000 },
      renamed: 1,
      skippedFiles: 2,
      skipped: [
        { shown: '/home/maria/Downloads/Scans/Scan 0042.pdf', why: 'share-full' },
        { shown: '/home/maria/Downloads/Supplier list.pdf', why: 'unreadable' },
      ],
    }),
  '09-files-failed': (play) =>
    copying(play, { ...copied, outcome: 'failed', copied: { files: 0, bytes: 0 }, problem: problem('share-failed') }),
  '09-files-refused': async (play) => {
    await files(play)
    play.send(
      { type: 'copy', key: pressKey },
      { type: 'copying', key: pressKey, answer: { ok: false, problem: problem('rescue-runs') } },
    )
  },
}
