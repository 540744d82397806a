import {
  ACTS,
  actFaults,
  arrives,
  asksForPoint,
  commitGoesWrong,
  GUEST,
  goes,
  goesOn,
  goesWrong,
  type Happening,
  HELD_UP,
  isKilledAfter,
  isRebuilt,
  POINTS,
  presses,
  storeFaults,
  undoes,
} from './commands.ts'
import { DESKTOPS } from './world.ts'

const [ID] = DESKTOPS

/** What begins each: one run of each kind. */
const begun: readonly (readonly Happening[])[] = [
  [presses(ID, 'recover')],
  [presses(ID, 'recover'), goesOn(0), undoes(ID)],
  [presses(ID, 'restart')],
  [isRebuilt(ID)],
  [asksForPoint(ID)],
]
/** More than any of these runs takes. */
const STEPS = 45
const PAST_ITS_TIME_MS = 70_000

/** Histories in which one thing goes wrong: each call and each commit in each way, the broker killed after each step. Dice would miss some. */
export function oneByOne(): readonly (readonly Happening[])[] {
  const afterEachStep = Array.from({ length: STEPS }, (_, i) => i + 1)
  return [
    ...begun.flatMap((first) => [
      ...[...ACTS, ...POINTS, ...GUEST].flatMap((method) =>
        actFaults.map((fault) => [...first, goesWrong(method, fault), goesOn(0), arrives]),
      ),
      ...afterEachStep.map((n) => [...first, isKilledAfter(0, n), goesOn(0)]),
      ...afterEachStep.flatMap((n) =>
        storeFaults.map((fault) => [...first, goes(0, n), commitGoesWrong(0, fault), goesOn(0)]),
      ),
    ]),
    ...HELD_UP.flatMap((method) =>
      afterEachStep.map((n) => [
        presses(ID, 'recover'),
        ...(method === 'release' || method === 'seal' ? [goesOn(0), presses(ID, 'recover')] : []),
        goesWrong(method, 'slow'),
        goes(0, n, PAST_ITS_TIME_MS),
        arrives,
        goesOn(0),
      ]),
    ),
  ]
}
