import { createRoot } from 'react-dom/client'
import { Kiosk } from './Kiosk.tsx'
import { Announcer } from './parts/Announcer.tsx'
import { type Surroundings, SurroundingsContext } from './surroundings.ts'

/** Draws the page. Answers how to take it away. */
export function mount(element: HTMLElement | null, surroundings: Surroundings): () => void {
  if (element === null) throw new Error('the page has no element to be drawn in')
  const root = createRoot(element)
  root.render(
    <SurroundingsContext value={surroundings}>
      <Announcer>
        <Kiosk />
      </Announcer>
    </SurroundingsContext>,
  )
  return () => root.unmount()
}
