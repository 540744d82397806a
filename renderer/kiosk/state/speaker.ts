const QUIET_MS = 2_000

export interface Speaker {
  say(text: string, urgent: boolean): void
}

/** The latest word counts: what was overtaken while another was being spoken is not spoken any more. */
export function createSpeaker(speak: { calm: (text: string) => void; urgent: (text: string) => void }): Speaker {
  let waiting: string | null = null
  let quiet = true
  function next(): void {
    if (waiting === null) {
      quiet = true
      return
    }
    quiet = false
    speak.calm(waiting)
    waiting = null
    setTimeout(next, QUIET_MS)
  }
  return {
    say(text, urgent) {
      if (urgent) {
        speak.urgent(text)
        return
      }
      waiting = text
      if (quiet) next()
    },
  }
}
