import { type KioskEvent } from '../../../../renderer/kiosk/state/event.ts'
import { type Desktop } from '../../../../shared/api/desktop.ts'
import { type ProblemName, problem } from '../../../../shared/api/problem.ts'
import { type Recovery } from '../../../../shared/api/recovery.ts'
import { type Leftovers, type Rescue } from '../../../../shared/api/rescue.ts'
import { type RestorePoint } from '../../../../shared/api/restore-point.ts'
import { type KioskState, type Link } from '../../../../shared/bridge.ts'
import { type ButtonState } from '../../../../shared/button.ts'
import { at, desktop, ended, facts, leftovers, NOW, points, pressKey, rescue, run, runId, session } from '../made.ts'
import { frames, type Player } from '../player.ts'

export const possible = desktop.forecast as Extract<Desktop['forecast'], { possible: true }>

export type Script = (play: Player) => void | Promise<void>

export const up: Link = { is: 'up' }

export const ready: ButtonState = { is: 'ready', name: 'XK-3 switch' }

export const known = (who: typeof session | null, button: ButtonState = ready): KioskEvent[] => [
  { type: 'facts', facts },
  { type: 'state', link: up, session: who, button },
]

export const atKiosk = (kiosk: KioskState, settings = false): KioskEvent[] => [
  { type: 'facts', facts },
  { type: 'state', link: up, session: null, button: ready, kiosk, settings },
]

export async function localSettings(play: Player): Promise<void> {
  play.send(...atKiosk({ is: 'free' }, true), { type: 'open-settings' })
  for (let i = 0; i < 4; i++) await play.click('.pad .btn')
  await play.click('.pin .acts .btn')
  await frames()
}

export const assigned = (pin: boolean): KioskState => ({
  is: 'enrolled',
  kiosk: { id: 'x', name: 'K-0217', place: 'Reading room', connects: { desktop: 'Accounts', pin } },
})

export const elsewhere: KioskEvent = {
  type: 'elsewhere',
  problem: {
    ...problem('open-elsewhere'),
    elsewhere: { kiosk: 'K-0044', place: 'Meeting room 2', since: at('09:58') },
  },
}

export const desktops = (...all: Desktop[]): KioskEvent => ({ type: 'desktops', answer: { ok: true, value: all } })

export const down = (why: Extract<Link, { is: 'down' }>['why'], tries = 6): KioskEvent => ({
  type: 'link',
  link: { is: 'down', why, tries, since: Date.parse(at('10:14')), nextTryAt: NOW.getTime() + 2000 },
})

export const told = (recovery: Recovery): KioskEvent => ({ type: 'recovery', recovery })

export async function atWork(play: Player, change: Partial<Desktop> = {}): Promise<void> {
  play.send(...known(session), desktops({ ...desktop, ...change }))
  await play.shown()
}

export async function broken(play: Player, change: Partial<Desktop> = {}): Promise<void> {
  play.draw('broken')
  await atWork(play, change)
}

export const desk = (type: 'started' | 'cancelled' | 'fired' | 'tapped'): KioskEvent => ({
  type: 'button-action',
  action: { type, key: pressKey },
})

export async function consent(play: Player, change: Partial<Desktop> = {}): Promise<void> {
  await broken(play, change)
  play.send(desk('started'))
  play.pass(3000)
  play.send(desk('fired'))
}

/** Pressed, and the run got so far; `afterMs` is the time since the press. */
export async function pressed(play: Player, recovery: Recovery, afterMs: number): Promise<void> {
  await consent(play)
  play.pass(700)
  play.send({ type: 'accept' }, { type: 'pressed', key: pressKey, answer: { ok: true, value: run('accepted') } })
  play.pass(afterMs)
  play.send(told(recovery))
}

export async function done(play: Player, recovery: Recovery, change: Partial<Desktop> = {}): Promise<void> {
  await pressed(play, run('switched'), 2000)
  play.draw('after')
  play.send(told(run('live')), { type: 'desktop', desktop: { ...desktop, generation: 4, recovery: run('live') } })
  await play.shown()
  play.pass(1000)
  play.send({ type: 'desktop', desktop: { ...desktop, generation: 4, recovery, ...change } })
  await play.shown()
  play.pass(6000)
}

export async function undoing(play: Player, recovery: Recovery, afterMs: number): Promise<void> {
  await done(play, ended('recovered'))
  play.send({ type: 'ask-undo' }, { type: 'undo', key: pressKey.replace('9c', '8d') })
  play.send({
    type: 'pressed',
    key: pressKey.replace('9c', '8d'),
    answer: { ok: true, value: { ...recovery, mark: 'accepted', outcome: null } },
  })
  play.pass(afterMs)
  play.send(told(recovery))
}

export async function undone(play: Player, brought: 'disk' | 'disk-and-memory'): Promise<void> {
  await undoing(play, undoRun('switched'), 2000)
  play.draw('broken')
  const back = { ...desktop, generation: 5 }
  play.send({ type: 'desktop', desktop: { ...back, recovery: undoRun('live') } })
  await play.shown()
  play.send({
    type: 'desktop',
    desktop: { ...back, recovery: undoRun('live', { outcome: 'undone', brought, endedAt: '2026-11-22T10:20:05Z' }) },
  })
  await play.shown()
}

export const undoRun = (mark: Recovery['mark'], change: Partial<Recovery> = {}) =>
  run(mark, { id: runId.replace('b3', 'c4'), kind: 'undo', point: null, pressedAt: at('10:20'), ...change })

export const restartRun = (mark: Recovery['mark'], change: Partial<Recovery> = {}) =>
  run(mark, { id: runId.replace('b3', 'd5'), kind: 'restart', point: null, ...change })

/** Nothing was proven yet, and these are the points that there are. */
export async function noPoint(play: Player, list: RestorePoint[]): Promise<void> {
  await cannot(play, 'no-known-good')
  play.send({ type: 'points', desktopId: desktop.id, answer: { ok: true, value: list } })
}

/** A point was asked for, and this is what became of it. */
export async function taking(play: Player, became: RestorePoint): Promise<void> {
  await atWork(play)
  play.send(
    { type: 'ask-take-point' },
    { type: 'take-point', key: pressKey, note: '' },
    { type: 'taken', key: pressKey, answer: { ok: true, value: became } },
    { type: 'points', desktopId: desktop.id, answer: { ok: true, value: [became] } },
  )
}

export async function choosing(play: Player, list: RestorePoint[] = points): Promise<void> {
  await broken(play)
  play.send({ type: 'ask-points' }, { type: 'points', desktopId: desktop.id, answer: { ok: true, value: list } })
}

/** Back at work after a recovery, and "Get my files" is open with what was kept. */
export async function files(play: Player, change: Partial<Leftovers> = {}): Promise<void> {
  await done(play, ended('recovered'))
  play.send(keptFiles(change), { type: 'open-files' })
}

export const keptFiles = (change: Partial<Leftovers> = {}): KioskEvent => ({
  type: 'leftovers',
  leftovers: { ...leftovers, ...change },
})

/** A copy was asked for, and this is how it gets on. */
export async function copying(play: Player, change: Partial<Rescue>): Promise<void> {
  await files(play)
  play.send(
    { type: 'copy', key: pressKey },
    { type: 'copying', key: pressKey, answer: { ok: true, value: rescue({ state: 'waiting', folder: null }) } },
    { type: 'rescue', rescue: rescue(change) },
  )
}

export const copied = { state: 'ended', copied: { files: 4, bytes: 4_896_400 }, endedAt: at('10:16') } as const

export async function cannot(play: Player, name: ProblemName): Promise<void> {
  await consent(play, { forecast: { possible: false, problem: problem(name) } })
}

export const button =
  (state: ButtonState): Script =>
  (play) => {
    play.send(...known(null, state), { type: 'show-button' })
  }
