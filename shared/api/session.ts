import { z } from 'zod'
import { Moment } from './ids.ts'
import { Rights, Role } from './rights.ts'

export const SignIn = z
  .strictObject({
    name: z.string().trim().min(1).max(128),
    password: z.string().min(1).max(1024),
    /** A browser keeps the session in a cookie that scripts cannot read; a kiosk's main process keeps a token. */
    keep: z.enum(['cookie', 'token']),
    /** In place of a first password, which somebody else made. */
    newPassword: z.string().min(10, 'a password of 10 characters or more').max(1024).optional(),
    /** For my own desktops alone, whatever my roles: no second factor is asked for. */
    ownOnly: z.boolean().optional(),
  })
  .meta({ id: 'SignIn' })
export type SignIn = z.infer<typeof SignIn>

export const Session = z
  .object({
    person: z.object({ name: z.string(), displayName: z.string(), role: Role.optional(), rights: Rights.optional() }),
    expiresAt: Moment,
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

/** The token is there only for `keep: 'token'`, and only this once. */
export const SignedIn = Session.extend({ token: z.string().optional() }).meta({ id: 'SignedIn' })
export type SignedIn = z.infer<typeof SignedIn>
