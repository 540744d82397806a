import fc from 'fast-check'
import type { KioskEvent } from '../../../renderer/kiosk/state/event.ts'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { type ProblemName, problem, problems } from '../../../shared/api/problem.ts'
import { Mark, marks, Outcome, type Recovery, RunKind } from '../../../shared/api/recovery.ts'
import type { LeftoverEntry, LeftoverFolder, Leftovers, Rescue } from '../../../shared/api/rescue.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import type { Session } from '../../../shared/api/session.ts'
import type { Answered, KioskFacts, KioskState, Link } from '../../../shared/bridge.ts'
import type { ButtonState } from '../../../shared/button.ts'
import { nobodys } from '../../../shared/organisation.ts'
import { ended, leftovers as madeLeftovers, point as madePoint } from '../gallery/made.ts'

export const facts: KioskFacts = {
  surroundings: 'electron',
  kioskName: 'K-1',
  helpDesk: null,
  version: '1',
  holdMs: 3000,
  pressTwice: false,
  language: null,
  organisation: nobodys,
}
export const session: Session = { person: { name: 'ada', displayName: 'Ada' }, expiresAt: '2030-01-01T00:00:00Z' }
const ids = ['one', 'two'] as const
const assigned: KioskState = {
  is: 'enrolled',
  kiosk: { id: 'x', name: 'K-2', place: null, connects: { desktop: 'One', pin: false } },
}
const point = madePoint()
const recovered = ended('recovered')
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const moment = fc.integer({ min: 0, max: 5_000 }).map((s) => new Date(1.8e12 + s * 1000).toISOString())

export const run: fc.Arbitrary<Recovery> = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    desktopId: fc.constantFrom(...ids),
    kind: fc.constantFrom(...RunKind.options),
    mark: fc.constantFrom(...Mark.options),
    outcome: fc.option(fc.constantFrom(...Outcome.options)),
    wayBack: fc.boolean(),
    attempt: fc.integer({ min: 1, max: 2 }),
    queue: fc.option(fc.constant({ place: 2, of: 3 })),
    hasPoint: fc.boolean(),
    pressedAt: moment,
    undo: fc.boolean(),
  })
  .map(({ n, hasPoint, undo, ...told }) => ({
    ...told,
    id: uuid(n),
    point: hasPoint ? { id: uuid(100 + n), takenAt: told.pressedAt, warm: true } : null,
    pressedBy: 'ada',
    endedAt: told.outcome === null ? null : told.pressedAt,
    reached: marks.slice(0, marks.indexOf(told.mark) + 1).map((mark, i) => ({ mark, ms: i * 500 })),
    undo: undo ? { until: told.pressedAt, brings: 'disk', takesMs: null } : null,
    problem: null,
  }))

const problemNames = Object.keys(problems) as ProblemName[]
const anyProblem = fc.constantFrom(...problemNames).map((name) => problem(name))

export const desktop: fc.Arbitrary<Desktop> = fc
  .record({
    id: fc.constantFrom(...ids),
    generation: fc.integer({ min: 0, max: 4 }),
    state: fc.constantFrom('preparing', 'off', 'starting', 'running', 'recovering', 'needs-help'),
    note: fc.option(fc.constant('It was paused.')),
    possible: fc.boolean(),
    cannot: anyProblem,
    takesMs: fc.option(fc.integer({ min: 500, max: 90_000 })),
    recovery: fc.option(run),
  })
  .map(({ possible, cannot, takesMs, recovery, ...told }) => ({
    ...told,
    name: told.id,
    share: { label: 'H:' },
    forecast: possible
      ? {
          possible: true,
          point: { id: uuid(101), takenAt: '2027-01-01T00:00:00Z', warm: true, hasPicture: false },
          takesMs,
          undoBrings: 'disk',
          changes: null,
        }
      : { possible: false, problem: cannot },
    recovery: recovery === null ? null : { ...recovery, desktopId: told.id },
  }))

export const rescue: fc.Arbitrary<Rescue> = fc
  .record({
    n: fc.integer({ min: 1, max: 2 }),
    of: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom('waiting', 'copying', 'ended'),
    done: fc.integer({ min: 0, max: 3 }),
    askedAt: moment,
  })
  .map(({ n, of, state, done, askedAt }) => ({
    id: uuid(200 + n),
    recoveryId: uuid(of),
    desktopId: 'one',
    state,
    outcome: state === 'ended' ? 'partly' : null,
    askedAt,
    endedAt: state === 'ended' ? askedAt : null,
    folder: 'Recovered',
    copied: { files: done, bytes: done },
    of: { files: 3, bytes: 3 },
    renamed: 0,
    skipped: [],
    skippedFiles: 0,
    problem: null,
  }))

const folder = (place: number, kind: LeftoverFolder['kind']): LeftoverFolder => ({
  place,
  name: 'x',
  shown: '/x',
  kind,
  added: place,
  changed: 1,
  removed: 0,
  bytes: 10,
})
export const leftovers: fc.Arbitrary<Leftovers> = fc
  .record({
    of: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom('waiting', 'scanning', 'ready', 'ready', 'ready', 'failed', 'gone'),
    rescue: fc.option(rescue),
  })
  .map(({ of, state, rescue: last }) => ({
    recoveryId: uuid(of),
    desktopId: 'one',
    state,
    problem: null,
    scannedAt: null,
    total: { added: 3, changed: 3, removed: 0, bytes: 30 },
    listed: 6,
    folders: [folder(0, 'own'), folder(1, 'own'), folder(2, 'system')],
    rescue: last,
  }))
const entry = (place: number): LeftoverEntry => ({
  place,
  path: `cGF0aA${place}`,
  name: 'x',
  shown: '/x/x',
  type: 'file',
  change: 'added',
  sizeBytes: 1,
  changedAt: null,
})
const restorePoint: fc.Arbitrary<RestorePoint> = fc
  .record({ n: fc.integer({ min: 101, max: 104 }), proof: fc.constantFrom('known-good', 'proving', 'failed') })
  .map(({ n, proof }) => ({ ...point, id: uuid(n), desktopId: 'one', proof }))
const runIds = [uuid(1), uuid(2), uuid(3)] as const

const link: fc.Arbitrary<Link> = fc.oneof(
  fc.constant<Link>({ is: 'connecting' }),
  fc.constant<Link>({ is: 'up' }),
  fc
    .tuple(fc.constantFrom('refused', 'timeout', 'no-network'), fc.integer({ min: 1, max: 9 }))
    .map(([why, tries]): Link => ({ is: 'down', since: 1.8e12, tries, nextTryAt: 1.8e12, why })),
)
const button: fc.Arbitrary<ButtonState> = fc.constantFrom<ButtonState[]>(
  { is: 'none' },
  { is: 'ready', name: 'B' },
  { is: 'stuck', name: 'B' },
)
const answered = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Answered<T>> =>
  fc.oneof(
    value.map((v) => ({ ok: true, value: v }) as const),
    anyProblem.map((p) => ({ ok: false, problem: p }) as const),
  )
const source = fc.constantFrom('pointer', 'key')
const list = fc.uniqueArray(desktop, { maxLength: 2, selector: (d) => d.id })

/** `KEY` stands for one that is made at the touch, `SENT` for that of the press on its way: the player puts them in. */
export const KEY = 'KEY'
export const SENT = 'SENT'
/** The same for a copy and for a point that were asked for. */
export const COPIED = 'COPIED'
export const TAKEN = 'TAKEN'

export const event: fc.Arbitrary<KioskEvent> = fc.oneof(
  // What a person does.
  fc.constantFrom<KioskEvent[]>(
    { type: 'sign-in', name: 'ada', password: 'x' },
    { type: 'sign-out' },
    { type: 'choose', desktopId: 'one' },
    { type: 'choose', desktopId: 'two' },
    { type: 'choose-again' },
    { type: 'recover', key: KEY },
    { type: 'accept' },
    { type: 'accept' },
    { type: 'decline' },
    { type: 'ask-restart' },
    { type: 'restart', key: KEY },
    { type: 'ask-undo' },
    { type: 'undo', key: KEY },
    { type: 'cancel-press' },
    { type: 'keep-card' },
    { type: 'close-card' },
    { type: 'ask-again' },
    { type: 'show-button' },
    { type: 'new-code' },
    { type: 'open-settings' },
    { type: 'close-settings' },
    { type: 'enrol-anew' },
    { type: 'connect', pin: null },
    { type: 'bring-here' },
    { type: 'taken-over' },
    { type: 'elsewhere', problem: problem('open-elsewhere') },
    { type: 'kiosk', kiosk: { is: 'free' } },
    { type: 'kiosk', kiosk: { is: 'asking' } },
    { type: 'kiosk', kiosk: { is: 'revoked' } },
    { type: 'kiosk', kiosk: assigned },
    { type: 'press-twice', on: true },
    { type: 'press-twice', on: false },
    { type: 'ask-points' },
    { type: 'choose-point', pointId: uuid(101), key: KEY },
    { type: 'choose-point', pointId: uuid(103), key: KEY },
    { type: 'ask-take-point' },
    { type: 'take-point', key: KEY, note: 'x' },
    { type: 'cancel-run' },
    { type: 'open-files' },
    { type: 'close-files' },
    { type: 'show-rest' },
    { type: 'choose-folder', place: 0, on: false },
    { type: 'choose-folder', place: 2, on: true },
    { type: 'open-folder', place: 1 },
    { type: 'more-entries' },
    { type: 'choose-file', path: 'cGF0aA1', on: true },
    { type: 'choose-file', path: 'cGF0aA2', on: false },
    { type: 'close-folder' },
    { type: 'copy', key: KEY },
    { type: 'copy', key: KEY },
    { type: 'choose-more' },
  ),
  source.map((s): KioskEvent => ({ type: 'hold-pressed', source: s, key: KEY })),
  source.map((s): KioskEvent => ({ type: 'hold-released', source: s })),
  source.map((s): KioskEvent => ({ type: 'hold-lost', source: s })),
  fc
    .constantFrom('started', 'cancelled', 'fired', 'tapped')
    .map((type): KioskEvent => ({ type: 'button-action', action: { type, key: KEY } })),
  // What is heard.
  link.map((l): KioskEvent => ({ type: 'link', link: l })),
  link.map((l): KioskEvent => ({ type: 'state', link: l, session, button: { is: 'none' } })),
  fc.constant<KioskEvent>({ type: 'facts', facts }),
  fc.option(fc.constant(session)).map((s): KioskEvent => ({ type: 'session', session: s })),
  answered(fc.constant(session)).map((answer): KioskEvent => ({ type: 'signed-in', answer })),
  answered(fc.constant(null)).map((answer): KioskEvent => ({ type: 'signed-out', answer })),
  answered(list).map((answer): KioskEvent => ({ type: 'desktops', answer })),
  list.map((value): KioskEvent => ({ type: 'desktops', answer: { ok: true, value } })),
  desktop.map((d): KioskEvent => ({ type: 'desktop', desktop: d })),
  run.map((r): KioskEvent => ({ type: 'recovery', recovery: r })),
  button.map((b): KioskEvent => ({ type: 'button', button: b })),
  answered(run).map((answer): KioskEvent => ({ type: 'pressed', key: SENT, answer })),
  fc.constant<KioskEvent>({
    type: 'pressed',
    key: SENT,
    answer: { ok: false, problem: problem('broker-unreachable') },
  }),
  leftovers.map((l): KioskEvent => ({ type: 'leftovers', leftovers: l })),
  rescue.map((r): KioskEvent => ({ type: 'rescue', rescue: r })),
  fc
    .tuple(fc.constantFrom(...runIds), answered(leftovers))
    .map(([runId, answer]): KioskEvent => ({ type: 'kept', runId, answer })),
  fc.tuple(fc.constantFrom(...runIds), fc.option(fc.constant(2)), fc.boolean()).map(
    ([runId, after, more]): KioskEvent => ({
      type: 'entries',
      runId,
      folder: 1,
      after,
      answer: { ok: true, value: { entries: after === null ? [entry(1), entry(2)] : [entry(3)], more } },
    }),
  ),
  answered(rescue).map((answer): KioskEvent => ({ type: 'copying', key: COPIED, answer })),
  answered(fc.array(restorePoint, { maxLength: 4 })).map(
    (answer): KioskEvent => ({ type: 'points', desktopId: 'one', answer }),
  ),
  answered(restorePoint).map((answer): KioskEvent => ({ type: 'taken', key: TAKEN, answer })),
  fc
    .tuple(fc.constantFrom(...runIds), answered(run))
    .map(([runId, answer]): KioskEvent => ({ type: 'cancelled', runId, answer })),
  fc.constantFrom<KioskEvent[]>({ type: 'picture', is: 'opening' }, { type: 'picture', is: 'shown' }),
  fc.constant<KioskEvent>({ type: 'tick' }),
)

export interface Moment {
  readonly event: KioskEvent
  /** After the one before, in ms. */
  readonly afterMs: number
}

const moments = fc.array(
  fc.record({
    event,
    afterMs: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(0, 599, 600, 3000, 16_000, 61_000)),
  }),
  { minLength: 1, maxLength: 4 },
)

const desk = (type: 'started' | 'fired' | 'tapped', afterMs: number): Moment => ({
  event: { type: 'button-action', action: { type, key: KEY } },
  afterMs,
})
/** What people mean to do: chance alone would seldom come upon it. */
const stories: readonly (readonly Moment[])[] = [
  [desk('started', 50), desk('fired', 3000), desk('tapped', 900)],
  [desk('started', 50), desk('fired', 3000), { event: { type: 'accept' }, afterMs: 100 }],
  [
    { event: { type: 'hold-pressed', source: 'pointer', key: KEY }, afterMs: 50 },
    { event: { type: 'hold-released', source: 'pointer' }, afterMs: 3100 },
    { event: { type: 'accept' }, afterMs: 1200 },
  ],
  [
    { event: { type: 'ask-undo' }, afterMs: 500 },
    { event: { type: 'undo', key: KEY }, afterMs: 900 },
  ],
  [
    { event: { type: 'ask-points' }, afterMs: 500 },
    {
      event: { type: 'points', desktopId: 'one', answer: { ok: true, value: [{ ...point, id: uuid(103) }] } },
      afterMs: 90,
    },
    { event: { type: 'choose-point', pointId: uuid(103), key: KEY }, afterMs: 500 },
    { event: { type: 'accept' }, afterMs: 900 },
  ],
  [
    {
      event: {
        type: 'recovery',
        recovery: {
          ...recovered,
          desktopId: 'one',
          id: uuid(1),
          outcome: 'recovered',
          undo: { until: '2030-01-01T00:00:00Z', brings: 'disk', takesMs: null },
        },
      },
      afterMs: 10,
    },
    { event: { type: 'open-files' }, afterMs: 500 },
    { event: { type: 'leftovers', leftovers: { ...madeLeftovers, recoveryId: uuid(1) } }, afterMs: 50 },
    { event: { type: 'choose-folder', place: 1, on: false }, afterMs: 500 },
    { event: { type: 'copy', key: KEY }, afterMs: 900 },
  ],
  [
    { event: { type: 'ask-restart' }, afterMs: 500 },
    { event: { type: 'restart', key: KEY }, afterMs: 900 },
  ],
]

/** Somebody's afternoon. Most of it starts at a desktop, since little happens before. */
export const afternoon: fc.Arbitrary<readonly Moment[]> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    desktop,
    fc.array(fc.oneof({ weight: 3, arbitrary: moments }, { weight: 1, arbitrary: fc.constantFrom(...stories) }), {
      maxLength: 20,
    }),
  )
  .map(([atDesk, first, parts]) => [...(atDesk ? arrival(first) : []), ...parts.flat()])

function arrival(first: Desktop): Moment[] {
  const running: Desktop = {
    ...first,
    state: 'running',
    recovery: null,
    forecast: {
      possible: true,
      point: { id: uuid(101), takenAt: '2027-01-01T00:00:00Z', warm: true, hasPicture: false },
      takesMs: 4000,
      undoBrings: 'disk',
      changes: null,
    },
  }
  return (
    [
      { type: 'facts', facts },
      { type: 'state', link: { is: 'up' }, session, button: { is: 'none' } },
      { type: 'desktops', answer: { ok: true, value: [running] } },
      { type: 'picture', is: 'opening' },
      { type: 'picture', is: 'shown' },
    ] satisfies KioskEvent[]
  ).map((event) => ({ event, afterMs: 10 }))
}
