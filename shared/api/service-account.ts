import { z } from 'zod'
import { Moment } from './ids.ts'
import { PoolNames } from './person.ts'
import { RightName } from './rights.ts'

/** A program that does something here: it announces changes, reads metrics. It owns nothing and has no password. */
export const ServiceToken = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rights: z.array(RightName),
    pools: PoolNames,
    madeAt: Moment,
    madeBy: z.string(),
    expiresAt: Moment,
    expired: z.boolean(),
    /** To the minute. */
    usedAt: Moment.nullable(),
  })
  .meta({ id: 'ServiceToken' })
export type ServiceToken = z.infer<typeof ServiceToken>

export const ServiceAccount = z
  .object({ id: z.uuid(), name: z.string(), displayName: z.string(), tokens: z.array(ServiceToken) })
  .meta({ id: 'ServiceAccount' })
export type ServiceAccount = z.infer<typeof ServiceAccount>

export const CreateServiceAccount = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
    displayName: z
      .string()
      .trim()
      .regex(/^[^\p{Cc}]{1,128}$/u, 'a name of 1 to 128 characters'),
  })
  .meta({ id: 'CreateServiceAccount' })
export type CreateServiceAccount = z.infer<typeof CreateServiceAccount>

export const CreateServiceToken = z
  .strictObject({
    name: z.string().trim().min(1).max(64),
    /** Whoever can give rights could give themselves all: no program can. */
    rights: z.array(RightName.exclude(['people.manage'])).min(1),
    pools: PoolNames.default(null),
    days: z.int().min(1).max(730),
  })
  .meta({ id: 'CreateServiceToken' })
export type CreateServiceToken = z.infer<typeof CreateServiceToken>

/** The token itself is shown this once. */
export const NewServiceToken = ServiceToken.extend({ token: z.string() }).meta({ id: 'NewServiceToken' })
export type NewServiceToken = z.infer<typeof NewServiceToken>
