import { problemName } from '../../../shared/api/problem.ts'
import { askOf, chooseFile, chooseFolder, firstChoice, sizeOfChoice } from './choice.ts'
import type { KioskEvent, Step } from './event.ts'
import { withRescue } from './kept.ts'
import type { Files, Kiosk } from './kiosk.ts'

const ANSWER_MS = 15_000
const RETRY_MS = 2_000
/** What is left open with nobody at it closes: it tells names of files. A copy that runs goes on by itself. */
const LEFT_MS = 600_000

/** "Get my files": choosing of what was kept, and having it copied. */
export function filesStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  if (event.type === 'open-files') return [kiosk.kept === null ? kiosk : opened(kiosk, at)]
  const { files } = kiosk
  if (files === null) return [kiosk]
  const used = { ...files, endsAt: at + LEFT_MS }
  switch (event.type) {
    case 'close-files':
      return [{ ...kiosk, files: null }]
    case 'show-rest':
      return [{ ...kiosk, files: { ...used, rest: true } }]
    case 'choose-folder':
      return [chosen(kiosk, used, (choice) => chooseFolder(choice, event.place, event.on))]
    case 'choose-file': {
      const { folder } = used
      if (folder === null) return [kiosk]
      return [chosen(kiosk, used, (choice) => chooseFile(choice, folder.place, folder.entries, event.path, event.on))]
    }
    case 'open-folder':
      return moreOf(kiosk, { ...used, folder: { place: event.place, entries: [], more: true, problem: null } })
    case 'more-entries':
      return files.folder?.more === true ? moreOf(kiosk, used) : [kiosk]
    case 'close-folder':
      return [{ ...kiosk, files: { ...used, folder: null } }]
    case 'entries':
      return [heard(kiosk, files, event)]
    case 'copy':
      return copy(kiosk, used, event.key, at)
    case 'copying':
      return answered(kiosk, files, event, at)
    case 'choose-more':
      return [{ ...kiosk, files: { ...used, rescueId: null, refused: null } }]
    case 'tick':
      if (files.sending !== null && at >= files.sending.retryAt) return send(kiosk, files, files.sending, at)
      return [at >= files.endsAt ? { ...kiosk, files: null } : kiosk]
    default:
      return [kiosk]
  }
}

export function filesWakes({ files }: Kiosk): number[] {
  if (files === null) return []
  return files.sending === null ? [files.endsAt] : [files.sending.retryAt]
}

/** What runs already is shown; what ended before is not shown again. */
function opened(kiosk: Kiosk, at: number): Kiosk {
  const rescue = kiosk.kept?.leftovers?.rescue ?? null
  const files: Files = {
    choice: null,
    rest: false,
    folder: null,
    sending: null,
    refused: null,
    rescueId: rescue?.state === 'ended' ? null : (rescue?.id ?? null),
    endsAt: at + LEFT_MS,
  }
  const follow = kiosk.follow === null ? null : { ...kiosk.follow, closed: true }
  return { ...kiosk, files, follow, question: null }
}

function chosen(kiosk: Kiosk, files: Files, change: (choice: NonNullable<Files['choice']>) => Files['choice']): Kiosk {
  const leftovers = kiosk.kept?.leftovers ?? null
  if (leftovers === null || files.sending !== null) return kiosk
  return { ...kiosk, files: { ...files, choice: change(files.choice ?? firstChoice(leftovers)) } }
}

function moreOf(kiosk: Kiosk, files: Files): Step {
  const { folder } = files
  if (folder === null || kiosk.kept === null) return [kiosk]
  return [
    { ...kiosk, files: { ...files, folder: { ...folder, problem: null } } },
    { do: 'ask-entries', runId: kiosk.kept.runId, folder: folder.place, after: folder.entries.at(-1)?.place ?? null },
  ]
}

function heard(kiosk: Kiosk, files: Files, { answer, ...of }: Extract<KioskEvent, { type: 'entries' }>): Kiosk {
  const { folder } = files
  const awaited = folder?.place === of.folder && (folder.entries.at(-1)?.place ?? null) === of.after
  if (folder === null || !awaited || of.runId !== kiosk.kept?.runId) return kiosk
  const told = answer.ok
    ? { entries: [...folder.entries, ...answer.value.entries], more: answer.value.more, problem: null }
    : { problem: answer.problem }
  return { ...kiosk, files: { ...files, folder: { ...folder, ...told } } }
}

function copy(kiosk: Kiosk, files: Files, key: string, at: number): Step {
  const leftovers = kiosk.kept?.leftovers ?? null
  if (leftovers?.state !== 'ready' || files.sending !== null) return [kiosk]
  const choice = files.choice ?? firstChoice(leftovers)
  if (sizeOfChoice(choice, leftovers).files === 0) return [kiosk]
  return send(kiosk, { ...files, refused: null }, { key, ask: askOf(choice, leftovers, key) }, at)
}

/** Sent again under its key until it is answered: it counts once. */
function send(kiosk: Kiosk, files: Files, what: Pick<NonNullable<Files['sending']>, 'key' | 'ask'>, at: number): Step {
  if (kiosk.kept === null) return [kiosk]
  const sending = { key: what.key, ask: what.ask, retryAt: at + ANSWER_MS }
  return [
    { ...kiosk, files: { ...files, sending } },
    { do: 'copy', runId: kiosk.kept.runId, rescue: what.ask },
  ]
}

function answered(
  kiosk: Kiosk,
  files: Files,
  { key, answer }: Extract<KioskEvent, { type: 'copying' }>,
  at: number,
): Step {
  if (files.sending?.key !== key) return [kiosk]
  if (answer.ok)
    return [withRescue({ ...kiosk, files: { ...files, sending: null, rescueId: answer.value.id } }, answer.value, at)]
  if (problemName(answer.problem) === 'broker-unreachable')
    return [{ ...kiosk, files: { ...files, sending: { ...files.sending, retryAt: at + RETRY_MS } } }]
  return [{ ...kiosk, files: { ...files, sending: null, refused: answer.problem } }]
}
