import './button.css'
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react'
import { useKiosk, useSend } from '../surroundings.ts'
import { t } from '../words/words.ts'
import { firstOnly } from './Button.tsx'
import { DollGlyph } from './Doll.tsx'

/** Recover, held for three seconds: it arms, and then asks. `useHoldEnds` hears the release, wherever it happens. */
export function HoldToRecover() {
  const send = useSend()
  const pressTwice = useKiosk((k) => k.pressTwice)
  const hold = (source: string) => send({ type: 'hold-pressed', source, key: crypto.randomUUID() })

  const onPointerDown = (event: PointerEvent) => {
    if (event.button === 0 && event.isPrimary && !pressTwice) hold('pointer')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressTwice || (event.key !== ' ' && event.key !== 'Enter')) return
    // No click of it: a key is held as a pointer is.
    event.preventDefault()
    hold('key')
  }
  const onClick = (event: MouseEvent) => {
    // A click with neither a pointer nor a key is one of assistive technology, which cannot hold.
    if (pressTwice || event.detail === 0) send({ type: 'recover', key: crypto.randomUUID() })
  }
  return (
    <button
      type="button"
      className="btn recover"
      onPointerDown={onPointerDown}
      onKeyDown={firstOnly(onKeyDown)}
      onClick={onClick}
      // A long touch would open a menu, and that would end the hold.
      onContextMenu={(event) => event.preventDefault()}
    >
      <DollGlyph />
      {t('do.recover')}
    </button>
  )
}

/** Recover, where it accepts what was asked. */
export function AcceptRecover() {
  const send = useSend()
  return (
    <button
      type="button"
      className="btn recover"
      autoFocus
      onKeyDown={firstOnly()}
      onClick={() => send({ type: 'accept' })}
    >
      <DollGlyph />
      {t('do.recover')}
    </button>
  )
}
