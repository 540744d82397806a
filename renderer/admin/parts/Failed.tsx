import { PageHead } from './PageHead.tsx'
import { Problem } from './Problem.tsx'

/** A page that could not be had. */
export function Failed({
  title,
  error,
  again,
}: {
  readonly title: string
  readonly error: Error
  readonly again: () => void
}) {
  return (
    <>
      <PageHead title={title} />
      <Problem error={error} again={again} />
    </>
  )
}
