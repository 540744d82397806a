import { atTheDoorStates } from './states/at-the-door.ts'
import { atWorkStates } from './states/at-work.ts'
import { helpDeskStates } from './states/help-desk.ts'
import { keptFilesStates } from './states/kept-files.ts'
import { longNamesStates } from './states/long-names.ts'
import { pointsStates } from './states/points.ts'
import type { Script } from './states/scripts.ts'
import { theKioskStates } from './states/the-kiosk.ts'
import { thePressStates } from './states/the-press.ts'
import { theRunStates } from './states/the-run.ts'
import { troubleStates } from './states/trouble.ts'

/** Every state of the kiosk, by its name in the design, each with what leads to it. */
export const states: Readonly<Record<string, Script>> = {
  ...atTheDoorStates,
  ...atWorkStates,
  ...thePressStates,
  ...theRunStates,
  ...keptFilesStates,
  ...pointsStates,
  ...troubleStates,
  ...theKioskStates,
  ...longNamesStates,
  ...helpDeskStates,
}
