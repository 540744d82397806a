import type { ButtonLight, ButtonState } from '../../../shared/button.ts'
import { chosenDesktop, isOpen, type Kiosk } from './kiosk.ts'
import { type Screen, screenOf } from './screen.ts'

/** What the light on the button shows. */
export function lightOf(kiosk: Kiosk): ButtonLight {
  if (kiosk.button.is === 'stuck') return 'stuck'
  if (kiosk.hold.is === 'holding') return 'holding'
  const screen = screenOf(kiosk)
  if (kiosk.press !== null || screen.is === 'recovering' || screen.is === 'queued') return 'recovering'
  if (screen.is === 'failed' || screen.is === 'needs-help') return 'failed'
  if (screen.is === 'desktop' && screen.card !== null) return 'done'
  return chosenDesktop(kiosk)?.forecast.possible === true ? 'idle' : 'off'
}

/** What is wanted of the console. */
export interface ConsoleWish {
  readonly desktopId: string
  /** Names the machine whose picture is wanted; null while there is none, and the last frame has to do. */
  readonly machine: string | null
  /** Whether it is worth asking for a new connection now. */
  readonly reachable: boolean
  /** The last frame, blurred, in front of what comes. It goes when a new picture is there. */
  readonly cover: boolean
  /** Keys, touches and pointer go to the desktop. */
  readonly input: boolean
}

export function consoleWish(kiosk: Kiosk): ConsoleWish | null {
  const desktop = chosenDesktop(kiosk)
  if (desktop === null || !kiosk.session) return null
  const screen = screenOf(kiosk)
  const run = desktop.recovery
  const alive = isOpen(run) ? run.mark === 'live' : desktop.state === 'running'
  return {
    desktopId: desktop.id,
    machine: alive && kiosk.picture.is !== 'elsewhere' ? `${desktop.id}/${desktop.generation}` : null,
    reachable: kiosk.link.is === 'up',
    cover: !showsPicture(screen),
    input: screen.is === 'desktop' && kiosk.hold.is === 'no' && kiosk.picture.is === 'shown',
  }
}

function showsPicture(screen: Screen): boolean {
  return screen.is === 'desktop' || (screen.is === 'recovering' && screen.run.mark === 'live')
}

/** The button on the desk, where there should be one: only the kiosk app reads any. */
export function buttonOf({ facts, button }: Kiosk): ButtonState | null {
  return facts?.surroundings === 'electron' ? button : null
}
