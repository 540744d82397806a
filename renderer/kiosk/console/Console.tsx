import './console.css'
import { useEffect, useRef, useState } from 'react'
import type { ConsoleWish } from '../state/derived.ts'
import { useSurroundings } from '../surroundings.ts'
import { t } from '../words/words.ts'
import { ConsoleLink } from './console-link.ts'

/** How long a frame takes to go, in ms; console.css says the same. */
const LIFT_MS = 320

/** The picture of one desktop, and in front of it the last frame when that is what there is. */
export function Console({ wish, onLink }: { wish: ConsoleWish; onLink: (link: ConsoleLink | null) => void }) {
  const { bridge, openPicture, kiosk } = useSurroundings()
  const stage = useRef<HTMLDivElement>(null)
  const cover = useRef<HTMLDivElement>(null)
  const [link, setLink] = useState<ConsoleLink | null>(null)
  const { desktopId, machine, reachable, cover: covered, input } = wish

  useEffect(() => {
    if (stage.current === null || cover.current === null) return
    const coverBox = cover.current
    const made = new ConsoleLink({
      stage: stage.current,
      address: (id) => bridge.call('openConsole', id),
      openPicture,
      hear: (is) => kiosk.send({ type: 'picture', is }),
      elsewhere: (problem) => kiosk.send({ type: 'elsewhere', problem }),
      cover: (frame) => (frame === null ? lift(coverBox) : coverBox.replaceChildren(frame)),
    })
    setLink(made)
    onLink(made)
    return () => {
      made.close()
      coverBox.replaceChildren()
      setLink(null)
      onLink(null)
    }
  }, [bridge, openPicture, kiosk, onLink])

  useEffect(() => {
    link?.want({ desktopId, machine, reachable, cover: covered, input })
  }, [link, desktopId, machine, reachable, covered, input])

  return (
    <>
      <div className="console" role="region" aria-label={t('page')} ref={stage} inert={!input} />
      <div className="console-cover" ref={cover} aria-hidden="true" />
    </>
  )
}

/** The frame fades over the new picture, and is gone. */
function lift(box: HTMLElement): void {
  for (const frame of box.children) frame.classList.add('lifting')
  setTimeout(() => {
    for (const frame of [...box.children]) if (frame.classList.contains('lifting')) frame.remove()
  }, LIFT_MS)
}
