import type { KioskEvent, Step } from './event.ts'
import type { Kiosk, Picture } from './kiosk.ts'
import { sessionStep } from './session.ts'

/** Whoever does not want the picture here is signed out: the next person at this screen is somebody else. */
const STAYS_MS = 120_000
const ANSWER_MS = 15_000

/** The picture is open at another kiosk or browser: it moves only when that is asked for. */
export function elsewhereStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  const { picture } = kiosk
  if (event.type === 'elsewhere' && kiosk.chosen !== null) {
    const endsAt = picture.is === 'elsewhere' ? picture.endsAt : at + STAYS_MS
    return [withPicture(kiosk, { is: 'elsewhere', problem: event.problem, asking: null, endsAt })]
  }
  if (picture.is !== 'elsewhere') return [kiosk]
  switch (event.type) {
    case 'bring-here':
      if (picture.asking !== null || kiosk.chosen === null) return [kiosk]
      return [
        withPicture(kiosk, { ...picture, asking: at + ANSWER_MS, endsAt: at + STAYS_MS }),
        { do: 'take-over', desktopId: kiosk.chosen },
      ]
    case 'taken-over':
      // What went wrong is found out by opening it.
      return [withPicture(kiosk, { is: 'none' })]
    case 'tick':
      if (picture.asking !== null && at >= picture.asking) return [withPicture(kiosk, { ...picture, asking: null })]
      return at >= picture.endsAt ? sessionStep(kiosk, { type: 'sign-out' }, at) : [kiosk]
    default:
      return [kiosk]
  }
}

export function elsewhereWakes({ picture }: Kiosk): number[] {
  if (picture.is !== 'elsewhere') return []
  return [picture.endsAt, ...(picture.asking === null ? [] : [picture.asking])]
}

function withPicture(kiosk: Kiosk, picture: Picture): Kiosk {
  return { ...kiosk, picture }
}
