import { z } from 'zod'

/** The values of the configuration file. Each says, when it is wrong, what it must be and an example of it. */

export function text(what: string, example: string): z.ZodString {
  return z.string({ error: said(what, example) }).min(1, { error: said(what, example) })
}

export function matching(pattern: RegExp, what: string, example: string): z.ZodString {
  return z.string({ error: said(what, example) }).regex(pattern, { error: said(what, example) })
}

export function port(example: number): z.ZodInt {
  const error = said('a port, 0 to 65535', String(example))
  return z.int({ error }).min(0, { error }).max(65535, { error })
}

/** A whole number from `least` to `most`, in `unit`. */
export function amount(unit: string, least: number, most: number, example: number): z.ZodInt {
  const error = said(`a whole number of ${unit} from ${least} to ${most}`, String(example))
  return z.int({ error }).min(least, { error }).max(most, { error })
}

export function yesOrNo(): z.ZodBoolean {
  return z.boolean({ error: said('true or false', 'true') })
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T): z.ZodEnum<{ [V in T[number]]: V }> {
  const error = said(`one of ${values.join(', ')}`, values[0])
  return z.enum(values, { error })
}

/** Where something is served: scheme, host and port, nothing behind. */
export function origin(example: string): z.ZodType<string> {
  const error = said('an address of scheme, host and port alone', example)
  return z.string({ error }).refine(
    (value) => {
      const url = URL.parse(value)
      return url !== null && /^https?:$/.test(url.protocol) && url.origin === value
    },
    { error: (issue) => error({ code: 'custom', input: issue.input }) },
  )
}

export function said(what: string, example: string): (issue: { code?: string; input?: unknown }) => string {
  return ({ input }) =>
    input === undefined
      ? `is missing; write ${what}, for instance ${example}`
      : `${shown(input)} is not ${what}; write for instance ${example}`
}

/** A value as it stands in the file, short enough for one line. */
function shown(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a group of keys'
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...'` : text
}
