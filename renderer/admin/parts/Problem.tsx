import { Button } from '@mantine/core'
import { ProblemError, problem } from '../../../shared/api/problem.ts'
import { useWords } from '../words/words.ts'
import { Icon } from './Icon.tsx'

function of(error: Error) {
  return error instanceof ProblemError ? error.problem : problem('internal', error.message)
}

/** What went wrong, to what, and what can be done; as the broker says it. */
export function Problem({ error, again }: { readonly error: Error; readonly again?: (() => void) | undefined }) {
  const say = useWords()
  const { title, detail, todo } = of(error)
  return (
    <div className="alert fail" role="alert">
      <Icon name="fail" />
      <div className="grow">
        <p className="strong">{title}</p>
        {detail !== undefined && <p>{detail}</p>}
        <p>{todo}</p>
      </div>
      {again !== undefined && <Button onClick={again}>{say('failed.again')}</Button>}
    </div>
  )
}
