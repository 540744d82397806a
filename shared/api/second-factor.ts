import { z } from 'zod'
import { Moment } from './ids.ts'
import { SignedIn, SignIn } from './session.ts'

/** What a browser's `navigator.credentials` asks and answers, as JSON; the library looks into it. */
const Credential = z.record(z.string(), z.unknown())

export const SecondFactors = z
  .object({
    totp: z.boolean(),
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), madeAt: Moment, usedAt: Moment.nullable() })),
    recoveryCodes: z.int(),
    /** What is asked of this person by their roles. */
    policy: z.enum(['off', 'optional', 'required']),
  })
  .meta({ id: 'SecondFactors' })
export type SecondFactors = z.infer<typeof SecondFactors>

/** For an app on a phone: to type, and as address of a QR code. Shown once. */
export const TotpSecret = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'TotpSecret' })
export type TotpSecret = z.infer<typeof TotpSecret>

export const Code = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'six digits'),
})

/** Shown once; each works once, in place of the second factor. None: there were some already. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

export const PasskeyOptions = z.object({ options: Credential }).meta({ id: 'PasskeyOptions' })
export type PasskeyOptions = z.infer<typeof PasskeyOptions>

export const NewPasskey = z
  .strictObject({ name: z.string().trim().min(1).max(64), response: Credential })
  .meta({ id: 'NewPasskey' })
export type NewPasskey = z.infer<typeof NewPasskey>

export const Ticket = z.strictObject({ ticket: z.string().min(1).max(128) })

/** One of the three, with the ticket that the problem `second-factor-needed` carried. */
export const SecondStep = Ticket.extend({
  keep: SignIn.shape.keep,
  code: Code.shape.code.optional(),
  recoveryCode: z.string().trim().min(1).max(64).optional(),
  passkey: Credential.optional(),
})
  .refine(
    ({ code, recoveryCode, passkey }) => [code, recoveryCode, passkey].filter((x) => x !== undefined).length === 1,
    {
      error: 'needs code, recoveryCode or passkey, one of them',
    },
  )
  .meta({ id: 'SecondStep' })
export type SecondStep = z.infer<typeof SecondStep>

/** Recovery codes are there once: for whoever had to set up a second factor on the way in. */
export const SignedInTwice = SignedIn.extend({ recoveryCodes: z.array(z.string()).optional() }).meta({
  id: 'SignedInTwice',
})
export type SignedInTwice = z.infer<typeof SignedInTwice>
