import { z } from 'zod'

/** Stands for any place in a list. */
const ITEM = '[]'

/** The keys that a schema takes at `path`; none where it takes no object. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const [step, ...rest] = path
  const found =
    step === undefined
      ? below(schema).flatMap(([key]) => (key === ITEM ? [] : [key]))
      : below(schema).flatMap(([key, value]) =>
          key === (typeof step === 'number' ? ITEM : step) ? keysAt(value, rest) : [],
        )
  return [...new Set(found)]
}

/** Every key of a schema, as `desktops[].machine.memoryMiB`. */
export function allKeys(schema: z.ZodType, above = ''): string[] {
  const found = below(schema).flatMap(([key, value]) => {
    if (key === ITEM) return allKeys(value, above + ITEM)
    const path = above === '' ? key : `${above}.${key}`
    return [path, ...allKeys(value, path)]
  })
  return [...new Set(found)]
}

/** What a schema takes below it: an object's keys, of each kind if there are several; for a list, its items. */
function below(schema: z.ZodType): [key: string, value: z.ZodType][] {
  const inner = unwrapped(schema)
  if (inner instanceof z.ZodObject) return Object.entries(inner.shape)
  if (inner instanceof z.ZodDiscriminatedUnion) return (inner.options as z.ZodType[]).flatMap(below)
  if (inner instanceof z.ZodArray) return [[ITEM, inner.element as z.ZodType]]
  return []
}

function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodOptional
  ) {
    inner = inner.unwrap() as z.ZodType
  }
  return inner
}
