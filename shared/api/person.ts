import { z } from 'zod'
import { DesktopId, Moment } from './ids.ts'
import { Rights, Role } from './rights.ts'
import { SignIn } from './session.ts'

export const PersonId = z.uuid()

/** Pools by name; null: everywhere. */
export const PoolNames = z
  .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'the name of a pool'))
  .min(1)
  .max(100)
  .nullable()

/** What is typed to sign in: no spaces at its ends, no control characters; `:` is for programs. */
export const PersonName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s\p{Cc}:][^\p{Cc}:]{0,127}$/u, 'a name of 1 to 128 characters, without : and control characters')
const DisplayName = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]{1,128}$/u, 'a name of 1 to 128 characters')

/** How somebody proves who they are: by a password kept here, at the OIDC provider, or by the directory's password. */
export const SignInWay = z.enum(['password', 'oidc', 'ldap'])

export const Person = z
  .object({
    id: PersonId,
    name: z.string(),
    displayName: z.string(),
    /** Of several roles, the one that says most. */
    role: Role,
    /** Who keeps the account; what the configuration says wins at each start. */
    source: z.enum(['config', 'local', 'oidc', 'ldap']),
    signIn: SignInWay,
    locked: z.boolean(),
    /** The configuration named them once, and does no more. */
    gone: z.boolean(),
    signedInAt: Moment.nullable(),
    desktops: z.int(),
  })
  .meta({ id: 'Person' })
export type Person = z.infer<typeof Person>

/** Everybody who fits, by name. */
export const PeopleQuery = z.strictObject({
  /** Part of a name. */
  find: z.string().trim().max(128).optional(),
  role: Role.optional(),
  /** A pool that one of their roles names; roles that hold everywhere name none. */
  pool: PoolNames.unwrap().element.optional(),
  source: Person.shape.source.optional(),
  locked: z.enum(['yes', 'no']).optional(),
  /** The name after which the page begins. */
  after: z.string().max(128).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type PeopleQuery = z.infer<typeof PeopleQuery>
export const People = z.object({ people: z.array(Person), more: z.boolean(), total: z.int() }).meta({ id: 'People' })
export type People = z.infer<typeof People>

/** Where somebody is signed in. */
export const OpenSession = z
  .object({
    id: z.string(),
    since: Moment,
    expiresAt: Moment,
    from: z.string().nullable(),
    browser: z.string().nullable(),
    kiosk: z.object({ name: z.string(), place: z.string().nullable() }).nullable(),
    /** For one desktop, at a kiosk that connects by itself. */
    desktopId: DesktopId.nullable(),
    /** For their own desktops alone, whatever their roles. */
    ownOnly: z.boolean(),
  })
  .meta({ id: 'OpenSession' })
export type OpenSession = z.infer<typeof OpenSession>

export const PersonPage = Person.extend({
  madeAt: Moment.nullable(),
  /**
   * Each role with where it holds and the directory's group that gave it; null: given here. What several give is added up pool
   * by pool: none widens or takes away what another gives.
   */
  roles: z.array(z.object({ role: Role, pools: PoolNames, group: z.string().nullable() })),
  /** What follows from them. */
  rights: Rights,
  owns: z.array(z.object({ id: DesktopId, name: z.string(), pool: z.string().nullable() })),
  sessions: z.array(OpenSession),
  /** Wrong passwords in a row; until when none is looked at. */
  failures: z.object({ count: z.int(), blockedUntil: Moment.nullable() }).nullable(),
  secondFactor: z.object({ totp: z.boolean(), passkeys: z.int(), recoveryCodes: z.int() }),
  /** The password was made here, and has to be changed at the first sign-in, until then. */
  firstPasswordUntil: Moment.nullable(),
}).meta({ id: 'PersonPage' })
export type PersonPage = z.infer<typeof PersonPage>

export const CreatePerson = z
  .strictObject({
    name: PersonName,
    displayName: DisplayName,
    role: Role.default('user'),
    pools: PoolNames.default(null),
    signIn: SignInWay.default('password'),
  })
  .meta({ id: 'CreatePerson' })
export type CreatePerson = z.infer<typeof CreatePerson>

export const ChangePerson = z
  .strictObject({
    displayName: DisplayName.optional(),
    role: Role.optional(),
    pools: PoolNames.optional(),
    locked: z.boolean().optional(),
  })
  .meta({ id: 'ChangePerson' })
export type ChangePerson = z.infer<typeof ChangePerson>

/** Shown once: it opens nothing but the choice of a password of their own. */
export const FirstPassword = z
  .object({ person: PersonPage, firstPassword: z.string().nullable(), until: Moment.nullable() })
  .meta({ id: 'FirstPassword' })
export type FirstPassword = z.infer<typeof FirstPassword>

/** CSV with a first line of `name,displayName,role,pools,signIn`, of which the last three may be left out. */
export const ImportPeople = z
  .strictObject({
    csv: z.string().max(400_000),
    /** Only tells what would be done. */
    dryRun: z.boolean(),
  })
  .meta({ id: 'ImportPeople' })
export type ImportPeople = z.infer<typeof ImportPeople>

export const ImportReport = z
  .object({
    /** Nothing is, if one line has a fault or if it was only to be told. */
    imported: z.boolean(),
    lines: z.array(
      z.object({
        /** As an editor counts them. */
        line: z.int(),
        name: z.string().nullable(),
        does: z.enum(['create', 'change', 'nothing', 'fault']),
        fault: z.string().nullable(),
        /** Of somebody new who signs in by a password: shown once. */
        firstPassword: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ImportReport' })
export type ImportReport = z.infer<typeof ImportReport>

export const ChangePassword = z.strictObject({
  password: z.string().min(1).max(1024),
  newPassword: SignIn.shape.newPassword.unwrap(),
})
