import type { KioskEvent, Step } from './event.ts'
import type { Kiosk } from './kiosk.ts'

/** A picture that was there may be away for this long before it is worth a word. */
const BLINK_MS = 1_200
/** A first picture that takes longer is late, and the person is offered more than to wait. */
const LATE_MS = 8_000

export function pictureStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  const { picture } = kiosk
  if (event.type === 'picture' && kiosk.chosen !== null && picture.is !== 'elsewhere') {
    if (event.is === 'shown') return [{ ...kiosk, picture: { is: 'shown' } }]
    if (picture.is === 'opening') return [kiosk]
    return [{ ...kiosk, picture: { is: 'opening', since: at, again: picture.is === 'shown', late: false } }]
  }
  if (event.type === 'tick' && picture.is === 'opening' && !picture.late && at >= lateAt(picture))
    return [{ ...kiosk, picture: { ...picture, late: true } }]
  return [kiosk]
}

export function pictureWakes({ picture }: Kiosk): number[] {
  return picture.is === 'opening' && !picture.late ? [lateAt(picture)] : []
}

function lateAt(picture: { since: number; again: boolean }): number {
  return picture.since + (picture.again ? BLINK_MS : LATE_MS)
}
