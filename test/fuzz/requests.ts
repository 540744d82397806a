import fc from 'fast-check'
import type { Described, Description } from './description.ts'
import { hostileText, spoiled, valid } from './schema-arbitrary.ts'

/** As whom a request is sent: a role's name, or what is no session of anybody. */
export type As = string | null

export interface FuzzRequest {
  readonly operation: Described
  readonly as: As
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** Stands for the n-th of the ids that answers told so far; put in when it is sent. */
export const told = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Requests for any call: most nearly as they should be, some hostile. `names`: ids known beforehand. */
export function requests({ operations, schemas }: Description, roles: readonly string[], names: readonly string[]) {
  const ids = [...names, ...Array.from({ length: 20 }, (_, n) => told(n))]
  const as = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('administrator', 'user') },
    { weight: 3, arbitrary: fc.constantFrom(...roles) },
    { weight: 1, arbitrary: fc.constantFrom<As>(null, 'x', '../../..') },
  )
  // Signing out is seldom news, and in again takes a processor a while.
  const often = operations.filter(({ operationId }) => operationId !== 'signOut')
  const any = fc.oneof({ weight: 60, arbitrary: fc.constantFrom(...often) }, fc.constantFrom(...operations))
  return any.chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      as,
      target: targetOf(operation, (schema) => valid(schema, schemas, ids)),
      headers: headersOf(operation),
      body: operation.method === 'GET' ? fc.constant(null) : bodyOf(operation, (schema) => valid(schema, schemas, ids)),
    }),
  )
}

type Values = (schema: Described['parameters'][number]['schema']) => fc.Arbitrary<unknown>

function targetOf({ path, parameters }: Described, values: Values): fc.Arbitrary<string> {
  const one = (schema: Parameters<Values>[0]) =>
    fc.oneof({ weight: 5, arbitrary: values(schema).map(textOf) }, { weight: 1, arbitrary: hostileText })
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  const query = fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, one(schema)])), {
    requiredKeys: inQuery.filter(({ required }) => required).map(({ name }) => name),
  })
  const extra = fc.oneof(
    { weight: 12, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('unknown=1', 'limit=1&limit=2', 'a[]=1', '%', '=&=', '__proto__=1') },
  )
  return fc.tuple(fc.tuple(...inPath.map(({ schema }) => one(schema))), query, extra).map(([given, asked, more]) => {
    const values = [...given]
    const filled = path.replace(/\{\w+\}/g, () => escaped(values.shift() ?? ''))
    const pairs = Object.entries(asked).map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    const search = [...pairs, ...(more === '' ? [] : [more])].join('&')
    return search === '' ? filled : `${filled}?${search}`
  })
}

function bodyOf({ requestBody }: Described, values: Values): fc.Arbitrary<string | null> {
  const schema = requestBody?.content['application/json']?.schema
  if (schema === undefined)
    return fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('{}', '[', 'x') },
    )
  const good = values(schema)
  const text = (value: fc.Arbitrary<unknown>) => value.map((v) => JSON.stringify(v))
  return fc.oneof(
    { weight: 6, arbitrary: text(good) },
    { weight: 4, arbitrary: text(spoiled(good)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '{"__proto__":{"a":1}}', '\u0000', 'x'.repeat(70_000)) },
  )
}

function headersOf({ method, requestBody }: Described): fc.Arbitrary<Record<string, string>> {
  const json = { 'content-type': 'application/json' }
  const usual = method === 'GET' || requestBody === undefined ? {} : json
  const strange: fc.Arbitrary<Record<string, string>> = fc.record(
    {
      'content-type': fc.constantFrom('application/json', 'application/json; charset=latin1', 'text/plain', 'a/b'),
      origin: fc.constantFrom('http://evil.example', 'null', 'file://'),
      cookie: fc.constantFrom('daruma=x', 'daruma=', '=;=', '__Host-daruma=%00'),
      'last-event-id': fc.constantFrom('0', 'x', '99999999999999999999'),
      accept: fc.constantFrom('text/html', 'x', '*/*'),
      'daruma-kiosk': fc.constantFrom('', 'x', 'a=b, c=d'),
      'x-forwarded-for': fc.constantFrom('192.0.2.1', 'x'),
    },
    { requiredKeys: [] },
  )
  return fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: strange })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** As `encodeURIComponent`, but for half of a character too. */
function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
