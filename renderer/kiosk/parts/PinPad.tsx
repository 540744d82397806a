import './pin-pad.css'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { t } from '../words/words.ts'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'

const LONGEST = 12
const SHORTEST = 4
const digits = Array.from('123456789')

/** Digits by touch or by keys. What was typed is kept nowhere but here. */
export function PinPad({
  words,
  submit,
  busy,
  onSubmit,
  children,
}: {
  /** What stands above the dots. */
  words: ReactNode
  /** What the button says that hands it in. */
  submit: string
  busy: boolean
  onSubmit: (pin: string) => void
  /** Further buttons. */
  children?: ReactNode
}) {
  const [pin, setPin] = useState('')
  const done = () => {
    if (busy || pin.length < SHORTEST) return
    setPin('')
    onSubmit(pin)
  }
  const type = (digit: string) => setPin((before) => (before + digit).slice(0, LONGEST))
  const erase = () => setPin((before) => before.slice(0, -1))
  const onKeyDown = (event: KeyboardEvent) => {
    if (/^\d$/.test(event.key)) type(event.key)
    else if (event.key === 'Backspace') erase()
  }
  return (
    <form
      className="pin"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        done()
      }}
    >
      <div className="say wide">
        {words}
        <p className="dots">
          <span className="visually-hidden" role="status">
            {t('connect.typed', { count: pin.length })}
          </span>
          {Array.from({ length: Math.max(SHORTEST, pin.length) }, (_, i) => (
            <i key={i} className={i < pin.length ? 'on' : ''} aria-hidden="true" />
          ))}
        </p>
        <div className="acts">
          <Button look="paper" type="submit" aria-disabled={busy || pin.length < SHORTEST}>
            {submit}
          </Button>
          {children}
        </div>
      </div>
      <div className="pad">
        {digits.map((digit) => (
          <Button key={digit} autoFocus={digit === '1'} onClick={() => type(digit)}>
            {digit}
          </Button>
        ))}
        <Button onClick={() => setPin('')}>
          <small>{t('connect.clear')}</small>
        </Button>
        <Button onClick={() => type('0')}>0</Button>
        <Button aria-label={t('connect.erase')} onClick={erase}>
          <Icon is="erase" />
        </Button>
      </div>
    </form>
  )
}
