import type { Kiosk, Question } from './kiosk.ts'

/** Without an answer a question closes, and nothing has changed: later where there is more to read or to write. */
const ANSWER_MS = 60_000
const READING_MS = 180_000

type Asked<Q> = Q extends unknown ? Omit<Q, 'openedAt' | 'endsAt'> : never

export function ask(kiosk: Kiosk, question: Asked<Question>, at: number): Kiosk {
  const reading = question.is === 'points' || question.is === 'take-point'
  return { ...kiosk, question: { ...question, openedAt: at, endsAt: at + (reading ? READING_MS : ANSWER_MS) } }
}
