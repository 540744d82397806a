import { z } from 'zod'
import type { JsonSchema } from './schema-arbitrary.ts'

const Schema = z.record(z.string(), z.unknown()).transform((schema) => schema as JsonSchema)
const Media = z.object({ schema: Schema })
const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false), schema: Schema }))
    .default([]),
  requestBody: z.object({ content: z.record(z.string(), Media) }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.record(z.string(), Media).optional() }),
  ),
})
const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
})

export interface Described extends z.output<typeof Operation> {
  readonly method: string
  readonly path: string
}

export interface Description {
  readonly text: string
  readonly operations: readonly Described[]
  readonly schemas: Readonly<Record<string, JsonSchema>>
}

/** The API's description of itself, as a broker at `address` gives it. */
export async function describedAt(address: string): Promise<Description> {
  const text = await (await fetch(`${address}/api/openapi.json`)).text()
  const { paths, components } = Document.parse(JSON.parse(text))
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
  return { text, operations, schemas: components.schemas }
}
