import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { createSpeaker, type Speaker } from '../state/speaker.ts'

const SpeakerContext = createContext<Speaker | null>(null)

/** Speaks to those who listen in place of looking: what the screen says, at most every 2 s; what is urgent at once. */
export function Announcer({ children }: { children: ReactNode }) {
  const [calm, setCalm] = useState('')
  const [urgent, setUrgent] = useState('')
  const [speaker] = useState(() => createSpeaker({ calm: setCalm, urgent: setUrgent }))
  return (
    <SpeakerContext value={speaker}>
      {children}
      <div className="visually-hidden" role="status">
        {calm}
      </div>
      <div className="visually-hidden" role="alert">
        {urgent}
      </div>
    </SpeakerContext>
  )
}

/** Speaks a text whenever it changes. */
export function useSay(text: string, urgent = false): void {
  const speaker = useContext(SpeakerContext)
  useEffect(() => {
    if (text !== '') speaker?.say(text, urgent)
  }, [speaker, text, urgent])
}
