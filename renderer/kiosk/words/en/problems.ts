import { type ProblemName, problems as said } from '../../../../shared/api/problem.ts'
import { toldHere } from '../told-here.ts'

type Words = { readonly [N in (typeof toldHere)[number]]: { readonly title: string; readonly todo: string } }

/** As the desktop service says them: they are told in English there. */
export const problems = {
  problems: Object.fromEntries(
    toldHere.map((name: ProblemName) => [name, { title: said[name][1], todo: said[name][2] }]),
  ) as unknown as Words,
}
