import type { Desktop, Forecast } from '../../../shared/api/desktop.ts'
import type { Help } from '../../../shared/api/help-desk/help.ts'
import type { Problem } from '../../../shared/api/problem.ts'
import { problem, problemName } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { LeftoverFolder, Leftovers, Rescue } from '../../../shared/api/rescue.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import type { Link } from '../../../shared/bridge.ts'
import type { ButtonState } from '../../../shared/button.ts'
import { type Choice, firstChoice, toCopy } from './choice.ts'
import { askedHelp } from './helping.ts'
import {
  chosenDesktop,
  type Files,
  type Follow,
  isOpen,
  type Kept,
  type Kiosk,
  type PendingPress,
  type Points,
  type SignInState,
  type Tried,
} from './kiosk.ts'
import { type ConsentPoint, consentPoint, undoable } from './questions.ts'
import { isQueued } from './queue.ts'

export type Down = Extract<Link, { is: 'down' }>
export type Possible = Extract<Forecast, { possible: true }>

/** What the person sees, with all that it takes to draw it. */
export type Screen =
  | { readonly is: 'start' }
  | { readonly is: 'leaving' }
  | { readonly is: 'unreachable'; readonly link: Down; readonly desktop: Desktop | null; readonly run: Recovery | null }
  | { readonly is: 'press-kept'; readonly press: PendingPress; readonly link: Link }
  | { readonly is: 'settings' }
  | { readonly is: 'enrol'; readonly code: string }
  | { readonly is: 'enrol-trouble'; readonly problem: Problem | null }
  | { readonly is: 'connect'; readonly desktop: string; readonly pin: boolean; readonly state: SignInState }
  | { readonly is: 'elsewhere'; readonly problem: Problem; readonly asking: boolean }
  | { readonly is: 'press-lost'; readonly doubt: boolean }
  | { readonly is: 'sign-in'; readonly state: SignInState }
  | {
      readonly is: 'button'
      readonly button: ButtonState
      readonly tried: Tried
    }
  | { readonly is: 'loading' }
  | { readonly is: 'no-desktop' }
  | { readonly is: 'choose'; readonly desktops: readonly Desktop[] }
  /** No picture yet, and what it waits for. `late`: for longer than usual. */
  | {
      readonly is: 'opening'
      readonly desktop: Desktop
      readonly why: 'preparing' | 'off' | 'starting' | 'recovering' | 'picture' | 'picture-again'
      readonly late: boolean
    }
  | {
      readonly is: 'desktop'
      readonly desktop: Desktop
      readonly card: Card | null
      readonly undo: Recovery | null
      readonly files: Leftovers | null
    }
  | {
      readonly is: 'consent'
      readonly desktop: Desktop
      readonly forecast: Possible
      readonly point: ConsentPoint
      readonly unsure: boolean
    }
  /** Somebody of the help desk asks to see the picture. */
  | { readonly is: 'help-asks'; readonly help: Help; readonly answering: boolean }
  | { readonly is: 'points'; readonly desktop: Desktop; readonly points: Points | null }
  | {
      readonly is: 'take-point'
      readonly desktop: Desktop
      readonly sending: boolean
      readonly begun: boolean
      /** The one that was begun, once it is told of. */
      readonly point: RestorePoint | null
    }
  | {
      readonly is: 'cannot-recover'
      readonly desktop: Desktop
      readonly problem: Problem
      readonly points: Points | null
    }
  | { readonly is: 'restart'; readonly desktop: Desktop }
  | { readonly is: 'undo'; readonly desktop: Desktop; readonly run: Recovery }
  | { readonly is: 'refused'; readonly problem: Problem }
  | { readonly is: 'pressing'; readonly press: PendingPress }
  | {
      readonly is: 'queued'
      readonly run: Recovery
      readonly queue: NonNullable<Recovery['queue']>
      readonly cancelling: boolean
    }
  | { readonly is: 'recovering'; readonly desktop: Desktop; readonly run: Recovery; readonly follow: Follow }
  | {
      readonly is: 'files'
      readonly desktop: Desktop
      readonly run: Recovery
      readonly files: Files
      readonly stage: FilesStage
    }
  | { readonly is: 'failed'; readonly desktop: Desktop; readonly run: Recovery }
  | { readonly is: 'needs-help'; readonly desktop: Desktop }

/** How far "Get my files" is. */
export type FilesStage =
  | { readonly is: 'looking' }
  | { readonly is: 'cannot'; readonly problem: Problem }
  | { readonly is: 'nothing' }
  | { readonly is: 'list'; readonly leftovers: Leftovers; readonly choice: Choice }
  | { readonly is: 'folder'; readonly leftovers: Leftovers; readonly choice: Choice; readonly folder: LeftoverFolder }
  | { readonly is: 'copying'; readonly rescue: Rescue | null }
  | { readonly is: 'copied'; readonly rescue: Rescue }

export interface Card {
  readonly run: Recovery
  readonly follow: Follow
  /** What files can be had back of it. */
  readonly files: Leftovers | null
}

/** Which screen follows from what is known. Nothing else decides it. */
export function screenOf(kiosk: Kiosk): Screen {
  const { link, session, press, question } = kiosk
  const down = link.is === 'down' ? link : null
  // Also while nothing else works: that is what they are for.
  if (kiosk.settingsUntil !== null && !session && question?.is !== 'button') return { is: 'settings' }
  if (kiosk.facts === null || session === undefined) return down === null ? { is: 'start' } : unreachable(down)
  if (kiosk.signingOut !== null) return down === null ? { is: 'leaving' } : unreachable(down)
  if (session === null) {
    if (question?.is === 'button') return { is: 'button', button: kiosk.button, tried: question.tried }
    if (link.is === 'connecting') return { is: 'start' }
    return down === null ? beforeSignIn(kiosk) : unreachable(down)
  }
  if (press !== null)
    return down !== null || press.doubt ? { is: 'press-kept', press, link } : { is: 'pressing', press }
  const desktop = chosenDesktop(kiosk)
  const asked = questionOf(kiosk, desktop)
  if (asked !== null) return asked
  if (down !== null && !(kiosk.picture.is === 'shown' && down.tries < 2 && desktop?.state === 'running'))
    return {
      is: 'unreachable',
      link: down,
      desktop,
      run: isOpen(desktop?.recovery ?? null) ? (desktop?.recovery ?? null) : null,
    }
  if (kiosk.desktops === null) return { is: 'loading' }
  if (desktop === null)
    return kiosk.desktops.length === 0 ? { is: 'no-desktop' } : { is: 'choose', desktops: kiosk.desktops }
  return runOf(kiosk, desktop) ?? helpOf(kiosk, desktop) ?? filesOf(kiosk, desktop) ?? pictureOf(kiosk, desktop)
}

/** Nobody is here: what comes first is whether the kiosk itself may be. */
function beforeSignIn({ standing, signIn }: Kiosk): Screen {
  switch (standing.is) {
    case 'asking':
      return { is: 'start' }
    case 'waiting':
      return { is: 'enrol', code: standing.code }
    case 'revoked':
      return { is: 'enrol-trouble', problem: null }
    case 'refused':
      return { is: 'enrol-trouble', problem: standing.problem }
    case 'enrolled': {
      const { connects } = standing.kiosk
      if (connects !== null) return { is: 'connect', ...connects, state: signIn }
      return { is: 'sign-in', state: signIn }
    }
    case 'free':
      return { is: 'sign-in', state: signIn }
  }
}

function unreachable(link: Down): Screen {
  return { is: 'unreachable', link, desktop: null, run: null }
}

function questionOf(kiosk: Kiosk, desktop: Desktop | null): Screen | null {
  const { question } = kiosk
  if (question === null) return null
  if (question.is === 'button') return { is: 'button', button: kiosk.button, tried: question.tried }
  if (desktop === null) return null
  switch (question.is) {
    case 'consent': {
      const { forecast } = desktop
      if (!forecast.possible) return { is: 'cannot-recover', desktop, problem: forecast.problem, points: kiosk.points }
      const point = consentPoint(kiosk, desktop)
      if (point === null)
        return kiosk.points?.list == null
          ? { is: 'points', desktop, points: kiosk.points }
          : { is: 'refused', problem: problem('unknown-point') }
      return { is: 'consent', desktop, forecast, point, unsure: question.unsure }
    }
    case 'cannot-recover':
      return { is: 'cannot-recover', desktop, problem: question.problem, points: kiosk.points }
    case 'restart':
      return { is: 'restart', desktop }
    case 'undo': {
      const run = undoable(desktop)
      return run?.id === question.runId
        ? { is: 'undo', desktop, run }
        : { is: 'refused', problem: problem('undo-gone') }
    }
    case 'refused':
      return { is: 'refused', problem: question.problem }
    case 'press-lost':
      return { is: 'press-lost', doubt: question.doubt }
    case 'points':
      return { is: 'points', desktop, points: kiosk.points }
    case 'take-point': {
      const point = kiosk.points?.list?.find((p) => p.id === question.pointId) ?? null
      return { is: 'take-point', desktop, sending: question.sending !== null, begun: question.pointId !== null, point }
    }
  }
}

/** The run that is open, or one that ended in a way that must be told before the picture. */
function runOf(kiosk: Kiosk, desktop: Desktop): Screen | null {
  const { recovery: run } = desktop
  const { follow } = kiosk
  if (isOpen(run)) {
    if (run.kind === 'start' || follow?.runId !== run.id)
      return { is: 'opening', desktop, why: run.kind === 'start' ? 'starting' : 'recovering', late: false }
    if (isQueued(run) && kiosk.waiting?.said === true)
      return { is: 'queued', run, queue: run.queue, cancelling: kiosk.cancelling?.runId === run.id }
    return { is: 'recovering', desktop, run, follow }
  }
  if (run === null || follow?.runId !== run.id || follow.closed) return null
  if (run.outcome === 'handed-over') return { is: 'needs-help', desktop }
  if (run.outcome === 'failed') return { is: 'failed', desktop, run }
  if (run.outcome === 'refused')
    return { is: 'cannot-recover', desktop, problem: run.problem ?? problem('internal'), points: null }
  return null
}

/** Asked only where there is a picture to be seen. */
function helpOf({ helping, picture }: Kiosk, desktop: Desktop): Screen | null {
  const help = askedHelp(desktop)
  if (help === null || desktop.state !== 'running' || picture.is !== 'shown') return null
  return { is: 'help-asks', help, answering: helping !== null }
}

/** What is to be had back of what the last recovery kept, or may be when it was looked through; null: nothing. */
function filesKept({ kept }: Kiosk): Leftovers | null {
  const leftovers = kept?.leftovers ?? null
  if (leftovers === null || leftovers.state === 'gone') return null
  // Nobody can get at them here, and it is no use to ask.
  if (leftovers.problem !== null && problemName(leftovers.problem) === 'no-rescue') return null
  return leftovers.state === 'ready' && toCopy(leftovers.total) === 0 ? null : leftovers
}

function filesOf(kiosk: Kiosk, desktop: Desktop): Screen | null {
  const { files, kept } = kiosk
  const run = desktop.recovery
  if (files === null || kept === null || run === null) return null
  return { is: 'files', desktop, run, files, stage: stageOf(files, kept) }
}

function stageOf(files: Files, { leftovers, problem: unknown }: Kept): FilesStage {
  if (files.sending !== null) return { is: 'copying', rescue: null }
  if (files.refused !== null) return { is: 'cannot', problem: files.refused }
  if (leftovers === null) return unknown === null ? { is: 'looking' } : { is: 'cannot', problem: unknown }
  const { rescue, state } = leftovers
  if (rescue !== null && rescue.id === files.rescueId)
    return rescue.state === 'ended' ? { is: 'copied', rescue } : { is: 'copying', rescue }
  if (state === 'waiting' || state === 'scanning') return { is: 'looking' }
  if (state === 'gone') return { is: 'cannot', problem: leftovers.problem ?? problem('leftovers-gone') }
  if (state === 'failed') return { is: 'cannot', problem: leftovers.problem ?? problem('leftovers-unreadable') }
  if (toCopy(leftovers.total) === 0) return { is: 'nothing' }
  const choice = files.choice ?? firstChoice(leftovers)
  const folder = leftovers.folders.find((f) => f.place === files.folder?.place)
  return folder === undefined ? { is: 'list', leftovers, choice } : { is: 'folder', leftovers, choice, folder }
}

function pictureOf(kiosk: Kiosk, desktop: Desktop): Screen {
  const { picture, follow } = kiosk
  const { state, recovery: run } = desktop
  if (state === 'needs-help') return { is: 'needs-help', desktop }
  if (state !== 'running') return { is: 'opening', desktop, why: state, late: false }
  if (picture.is === 'elsewhere') return { is: 'elsewhere', problem: picture.problem, asking: picture.asking !== null }
  if (picture.is === 'shown' || (picture.is === 'opening' && picture.again && !picture.late)) {
    const files = filesKept(kiosk)
    const told =
      run !== null &&
      run.outcome !== 'started' &&
      run.outcome !== 'cancelled' &&
      follow?.runId === run.id &&
      !follow.closed
    return { is: 'desktop', desktop, card: told ? { run, follow, files } : null, undo: undoable(desktop), files }
  }
  const again = picture.is === 'opening' && picture.again
  return {
    is: 'opening',
    desktop,
    why: again ? 'picture-again' : 'picture',
    late: picture.is === 'opening' && picture.late,
  }
}
