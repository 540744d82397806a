import './field.css'
import { type ReactNode, type Ref, useId } from 'react'
import { Icon } from './Icon.tsx'

export interface FieldProps {
  readonly label: string
  readonly name: string
  readonly type: 'text' | 'password'
  readonly autoComplete: string
  readonly input?: Ref<HTMLInputElement>
  readonly autoFocus?: boolean
  readonly defaultValue?: string
  readonly maxLength?: number
  readonly onText?: (text: string) => void
  /** Something that is wrong with it, said beneath. */
  readonly note?: string
  /** What stands in the field after the text. */
  readonly end?: ReactNode
}

export function Field({ label, note = '', end, input, onText, ...rest }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className={end === undefined ? 'box' : 'box end'}>
        <input
          {...rest}
          id={id}
          ref={input}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={rest.maxLength ?? (rest.type === 'password' ? 1024 : 128)}
          onChange={onText === undefined ? undefined : (event) => onText(event.target.value)}
          aria-invalid={note !== ''}
          aria-describedby={note === '' ? undefined : `${id}-note`}
        />
        {end}
      </div>
      <div role="alert" id={`${id}-note`}>
        {note !== '' && (
          <p className="note">
            <Icon is="heed" />
            <span>{note}</span>
          </p>
        )}
      </div>
    </div>
  )
}
