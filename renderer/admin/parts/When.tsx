import { exactly, when } from '../words/format.ts'

/** A moment, short; exactly on hover and for whoever listens. */
export function When({ at, text }: { readonly at: string | number; readonly text?: string }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exactly(at)}>
      {text ?? when(at)}
    </time>
  )
}
