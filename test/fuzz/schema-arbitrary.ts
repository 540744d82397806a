import fc from 'fast-check'

/** JSON Schema, as far as the API's description uses it. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
}

/** The greatest whole number that any of them means. */
const LARGEST = Number.MAX_SAFE_INTEGER

/** Values that a schema allows. `ids`: what is known to be there, tried wherever an id of that kind is asked for. */
export function valid(
  schema: JsonSchema,
  components: Readonly<Record<string, JsonSchema>>,
  ids: readonly string[],
): fc.Arbitrary<unknown> {
  const of = (part: JsonSchema): fc.Arbitrary<unknown> => {
    if (part.$ref !== undefined) {
      const named = components[part.$ref.replace('#/components/schemas/', '')]
      if (named === undefined) throw new Error(`there is no ${part.$ref}`)
      return of(named)
    }
    if ('const' in part) return fc.constant(part.const)
    if (part.enum !== undefined) return fc.constantFrom(...part.enum)
    const either = part.anyOf ?? part.oneOf
    if (either !== undefined) return fc.oneof(...either.map(of))
    if (part.allOf !== undefined)
      return fc.tuple(...part.allOf.map(of)).map((parts) => Object.assign({}, ...parts) as object)
    const type = typeof part.type === 'string' ? part.type : part.type?.[0]
    switch (type) {
      case 'object':
        return objectOf(part)
      case 'array':
        return fc.array(of(part.items ?? {}), {
          minLength: part.minItems ?? 0,
          maxLength: Math.min(part.maxItems ?? 4, (part.minItems ?? 0) + 4),
        })
      case 'string':
        return stringOf(part, ids)
      case 'integer':
        return numbers(part, (min, max) => fc.integer({ min: Math.ceil(min), max: Math.floor(max) }))
      case 'number':
        return numbers(part, (min, max) => fc.double({ min, max, noNaN: true }))
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      default:
        return fc.jsonValue({ maxDepth: 2 })
    }
  }
  const objectOf = ({ properties = {}, required = [], additionalProperties: more }: JsonSchema) => {
    const known = fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, of(part)])), {
      requiredKeys: [...required],
    })
    if (typeof more !== 'object' || Object.keys(more).length === 0) return known
    return fc
      .tuple(fc.dictionary(fc.string({ maxLength: 12 }), of(more), { maxKeys: 3 }), known)
      .map(([others, own]) => ({ ...others, ...own }))
  }
  return of(schema)
}

function numbers(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema,
  between: (min: number, max: number) => fc.Arbitrary<number>,
): fc.Arbitrary<number> {
  const min = minimum ?? (exclusiveMinimum === undefined ? -LARGEST : exclusiveMinimum + 1)
  const max = maximum ?? (exclusiveMaximum === undefined ? LARGEST : exclusiveMaximum - 1)
  return fc.oneof(
    between(min, max),
    between(Math.max(min, Math.min(0, max)), Math.min(max, Math.max(min, 0) + 20)),
    fc.constantFrom(min, max, ...[0, 1, 2].filter((n) => n >= min && n <= max)),
  )
}

function stringOf(
  { format, pattern, minLength = 0, maxLength = 200 }: JsonSchema,
  ids: readonly string[],
): fc.Arbitrary<string> {
  const known = fits(ids, pattern)
  if (format === 'uuid') return fc.oneof(...known, fc.uuid())
  if (format === 'date-time')
    return fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
  const free = fc.string({
    unit: 'grapheme',
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, minLength + 40)),
  })
  if (pattern === undefined) return fc.oneof(free, ...known)
  return fc.oneof(...known, fc.stringMatching(new RegExp(pattern)))
}

/** Those that a pattern allows, as none or one arbitrary. */
function fits(ids: readonly string[], pattern: string | undefined): fc.Arbitrary<string>[] {
  const fitting = pattern === undefined ? ids : ids.filter((id) => new RegExp(pattern).test(id))
  // Twice, so that most requests are about something that is there.
  return fitting.length === 0 ? [] : [fc.constantFrom(...fitting), fc.constantFrom(...fitting)]
}

/** What nobody should send: each has broken something somewhere. */
export const hostileText = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '..',
  '../../etc/passwd',
  '%2e%2e%2f',
  "' or '1'='1",
  '"; drop table person; --',
  '%',
  '_%_',
  '\\',
  '=1+1',
  '@SUM(A1)',
  '<img src=x onerror=alert(1)>',
  '\ud800',
  '\u202eevil',
  '\r\nx-evil: 1',
  '🏮'.repeat(300),
  'x'.repeat(5000),
  '__proto__',
  'constructor',
  'NaN',
  '1e309',
  '-1',
  '9223372036854775808',
)

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, [], {}, [[[[[]]]]], -1, 0, 0.5, 1e308, 2 ** 53, 2 ** 63, -(2 ** 63)),
  fc.jsonValue({ maxDepth: 3 }),
)

/** A value with one thing in it that is not as it should be: taken out, put in, or something else. */
export function spoiled(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.nat(), fc.constantFrom('other', 'gone', 'more'), hostileValue)
    .map(([whole, at, how, bad]) => {
      const places = placesIn(whole, [])
      const place = places[at % places.length] ?? []
      const last = place.at(-1)
      if (last === undefined) return how === 'more' && isRecord(whole) ? { ...whole, more: bad } : bad
      const copy: unknown = structuredClone(whole)
      const holder = place.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], copy)
      if (!isRecord(holder)) return copy
      if (how === 'gone') Reflect.deleteProperty(holder, last)
      else holder[how === 'more' ? `${last}x` : last] = bad
      return copy
    })
}

function placesIn(value: unknown, at: readonly string[]): string[][] {
  if (!isRecord(value)) return [[...at]]
  return [[...at], ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...at, key]))]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
