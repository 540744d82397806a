import { type Problem, problemName } from '../../../shared/api/problem.ts'
import { toldHere } from './told-here.ts'
import { t } from './words.ts'

/** What went wrong, and what can be done. What the kiosk has no words for is told as the service said it. */
export function problemWords(problem: Problem): { readonly title: string; readonly todo: string } {
  const name = toldHere.find((known) => known === problemName(problem) && problem.type.endsWith(`:${known}`))
  if (name === undefined) return problem
  return { title: t(`problems.${name}.title`), todo: t(`problems.${name}.todo`) }
}

/** What went wrong, with what the service said of it more exactly. */
export function problemTold(problem: Problem): string {
  const { title } = problemWords(problem)
  return problem.detail === undefined ? title : `${title} ${problem.detail}`
}

/** What went wrong, and what can be done, in one. */
export function problemSaid(problem: Problem): string {
  const { title, todo } = problemWords(problem)
  return `${title} ${todo}`
}
