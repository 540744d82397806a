import './button.css'
import type { ComponentProps, KeyboardEvent, ReactNode } from 'react'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'children'> {
  /** `paper`: the main action, at most one a screen. `bare`: the least. */
  readonly look?: 'paper' | 'plain' | 'bare'
  readonly size?: 'usual' | 'small'
  readonly children: ReactNode
}

export function Button({ look = 'plain', size = 'usual', type = 'button', onKeyDown, ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={`btn ${look} ${size}`} onKeyDown={firstOnly(onKeyDown)} />
}

/** A key that was held down since before the button had the focus must not press it. */
export function firstOnly(then?: (event: KeyboardEvent<HTMLButtonElement>) => void) {
  return (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.repeat && (event.key === ' ' || event.key === 'Enter')) event.preventDefault()
    else then?.(event)
  }
}
