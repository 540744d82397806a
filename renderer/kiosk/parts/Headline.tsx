import { useEffect, useRef } from 'react'
import { useSay } from './Announcer.tsx'

/** Longer ones are set a little smaller, so that they keep to two lines. */
const LONG = 26

/** What is happening, in one sentence. It is also spoken, and has the focus where nothing else wants it. */
export function Headline({
  children,
  focus = false,
  urgent = false,
}: {
  children: string
  focus?: boolean
  urgent?: boolean
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useSay(children, urgent)
  useEffect(() => {
    if (focus) heading.current?.focus()
  }, [focus])
  return (
    <h1 ref={heading} tabIndex={-1} className={children.length > LONG ? 'long' : ''}>
      {children}
    </h1>
  )
}
