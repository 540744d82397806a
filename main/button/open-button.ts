import type { ButtonLight, ButtonProfile } from '../../shared/button.ts'
import { LightPlayer, type Reports } from './light-player.ts'
import { pressedIn } from './profiles.ts'
import type { FoundDevice, Transport } from './transport.ts'

/** How often a button that speaks by itself is asked for its state while it says that it is pressed. */
const ASK_EVERY_MS = 500
/** A button that is asked all the time, or is pressed, and says nothing for this long hangs: nobody knows how it stands. */
const SILENCE_MS = 1500
/** The quickest buttons repeat themselves 60 times a second. Ten times that is no button. */
const MOST_REPORTS = 600
/** A contact bounces some times at each press. This often nobody presses. */
const MOST_CHANGES = 50
const COUNTED_MS = 1000

export interface OpenButton {
  show(light: ButtonLight): void
  /** Puts the light out and lets go of the device. */
  close(): Promise<void>
  /** Reports that were dropped, since it was opened. */
  readonly malformed: number
}

export interface OpenButtonEvents {
  pressed(pressed: boolean): void
  /** Unplugged, hung, or `noisy`: it says so much that it can't be meant. Told once; nothing comes after it. */
  gone(why: string, noisy: boolean): void
  log(text: string): void
}

/** Opens a button and speaks its profile. Throws what the transport throws. */
export async function openButton(
  transport: Transport,
  found: FoundDevice,
  profile: ButtonProfile,
  events: OpenButtonEvents,
): Promise<OpenButton> {
  const { ask, askEveryMs } = profile
  let malformed = 0
  let writing: Promise<void> | null = null
  let next: Reports | null = null
  let over = false
  let asking: NodeJS.Timeout | undefined
  let silence: NodeJS.Timeout | undefined
  let counted = { since: performance.now(), reports: 0, changes: 0 }
  let last = false

  const end = () => {
    over = true
    clearInterval(asking)
    clearTimeout(silence)
    player.stop()
  }
  const gone = (why: string, noisy = false) => {
    if (over) return
    end()
    events.gone(why, noisy)
  }
  /** Why it is noise, if it is. */
  const noise = (pressed: ReturnType<typeof pressedIn>): string | null => {
    const now = performance.now()
    if (now - counted.since >= COUNTED_MS) counted = { since: now, reports: 0, changes: 0 }
    if (++counted.reports > MOST_REPORTS) return `it sends more than ${MOST_REPORTS} reports a second`
    if (typeof pressed !== 'boolean' || pressed === last) return null
    last = pressed
    return ++counted.changes > MOST_CHANGES ? `it is pressed and let go more than ${MOST_CHANGES} times a second` : null
  }
  const report = (bytes: Uint8Array) => {
    if (over) return
    const pressed = pressedIn(bytes, profile)
    const why = noise(pressed)
    if (why !== null) {
      gone(why, true)
      return
    }
    if (pressed === 'other') return
    if (pressed === 'malformed') {
      malformed++
      if (malformed === 1) events.log(`${profile.name} at ${found.path} sent a malformed report; such are dropped`)
      return
    }
    watchSilence(pressed)
    events.pressed(pressed)
  }
  const watchSilence = (pressed: boolean) => {
    clearTimeout(silence)
    if (ask === undefined) return
    if (askEveryMs === undefined && !pressed) {
      clearInterval(asking)
      asking = undefined
      return
    }
    silence = setTimeout(() => gone('it does not answer any more'), SILENCE_MS)
    asking ??= setInterval(() => write([ask]), askEveryMs ?? ASK_EVERY_MS)
  }

  // One row of writes at a time: a device that hangs must not collect them. Of lights the last one waits.
  const write = (reports: Reports) => {
    if (over || writing !== null) return
    writing = writeAll(reports).then(() => {
      writing = null
      const waiting = next
      next = null
      if (waiting !== null) write(waiting)
    })
  }
  const writeAll = async (reports: Reports) => {
    // Unplugged is heard from the reader; a light that cannot be set is no reason to lose a button that can be read.
    for (const bytes of reports) await device.write(Uint8Array.from(bytes)).catch(() => undefined)
  }
  const player = new LightPlayer(profile, (reports) => {
    if (writing === null) write(reports)
    else next = reports
  })
  const device = await transport.open(found.path, { report, gone })

  if (ask !== undefined) {
    write([ask])
    if (askEveryMs !== undefined) asking = setInterval(() => write([ask]), askEveryMs)
  }
  return {
    get malformed() {
      return malformed
    },
    show: (wanted) => player.show(wanted),
    async close() {
      if (!over) {
        player.show('off')
        while (writing !== null) await writing
        end()
      }
      await device.close()
    },
  }
}
