import fastifySwagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

const OPENAPI_PATH = '/api/openapi.json'

/** How a call says who asks: either will do. */
const security = [{ token: [] }, { cookie: [] }]

/** Describes every route that is registered afterwards. */
export async function describeApi(app: FastifyInstance, version: string, cookieName: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Daruma', version, description: 'Desktops, and how to bring them back.' },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'What signing in with `keep: token` gave.' },
          cookie: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'What `keep: cookie` set.' },
        },
      },
      security,
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  })
  app.get(OPENAPI_PATH, { config: { right: 'open' }, schema: { hide: true } }, async () => app.swagger())
}

/** Every schema comes out for questions and for answers. Only those that something refers to are kept, by their own names. */
function withoutUnused(document: object): object {
  const { components, ...rest } = document as { components?: { schemas?: Record<string, unknown> } }
  const schemas = components?.schemas ?? {}
  const used = new Set<string>()
  const follow = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(REFERENCE)) {
      if (name === undefined || used.has(name)) continue
      used.add(name)
      follow(schemas[name])
    }
  }
  follow(rest)
  const nameOf = (name: string) => {
    const own = name.replace(/Input$/, '')
    return used.has(own) ? name : own
  }
  const kept = [...used].sort().map((name) => [nameOf(name), schemas[name]])
  const whole = { ...rest, components: { ...components, schemas: Object.fromEntries(kept) as object } }
  const text = JSON.stringify(whole).replace(REFERENCE, (_, name: string) => `"#/components/schemas/${nameOf(name)}"`)
  return JSON.parse(text) as object
}

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g
