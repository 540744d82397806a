import { z } from 'zod'
import { ROLES } from '../../shared/api/rights.ts'
import { MachineSpec } from '../hypervisors/machine-spec.ts'
import { QemuOptions } from '../hypervisors/qemu/options.ts'
import { poolName, SignInConfig } from './sign-in-schema.ts'
import { amount, matching, oneOf, origin, port, said, text, yesOrNo } from './values.ts'

/** What an administrator writes: one YAML file. docs/operating.md tells of every key, and a test that it does. */

const file = text('the path of a file', './secrets/ada')
const variable = matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable', 'ADA_PASSWORD')

/** A secret is never in the file itself, which is copied, mailed and shown about. */
const secret = { passwordFile: file.optional(), passwordEnv: variable.optional() }
const oneSecret = {
  check: (value: { passwordFile?: string | undefined; passwordEnv?: string | undefined }) =>
    (value.passwordFile === undefined) !== (value.passwordEnv === undefined),
  error: 'needs passwordFile or passwordEnv, one of the two; write for instance passwordFile: ./secrets/ada',
}

const Postgresql = z
  .strictObject({
    urlFile: file.optional(),
    host: text("the server's name or address, or the folder of its socket", '/run/postgresql').optional(),
    port: port(5432).default(5432),
    database: text('the name of the database', 'daruma').optional(),
    user: text('whom the database belongs to', 'daruma').optional(),
    passwordFile: file.optional(),
    passwordEnv: variable.optional(),
    tls: yesOrNo().default(false),
    caFile: file.optional(),
  })
  .refine(
    ({ urlFile, host, database, user }) =>
      urlFile === undefined
        ? host !== undefined && database !== undefined && user !== undefined
        : (host ?? database ?? user) === undefined,
    { error: 'needs host, database and user, or urlFile alone; write for instance host: /run/postgresql' },
  )
  .refine(({ passwordFile, passwordEnv }) => passwordFile === undefined || passwordEnv === undefined, {
    error: 'has passwordFile and passwordEnv; leave one of them out',
  })

const StorePlace = z.strictObject({ postgresql: Postgresql })

const Tls = z.strictObject({
  certificateFile: file,
  keyFile: file,
})

const Listen = z.strictObject({
  host: text('an address of this machine', '127.0.0.1').default('127.0.0.1'),
  port: port(8080).default(8080),
  tls: Tls.nullable().default(null),
})

const Person = z
  .strictObject({
    name: matching(
      /^[^\s\p{Cc}][^\p{Cc}]{0,127}$/u,
      'a name to sign in with, of 1 to 128 characters',
      'ada',
    ).toLowerCase(),
    displayName: text('the name that is shown', 'Ada Lovelace'),
    role: oneOf(ROLES).default('user'),
    pools: z.array(poolName).min(1).nullable().default(null),
    signIn: oneOf(['password', 'oidc', 'ldap']).default('password'),
    ...secret,
  })
  .refine((person) => person.signIn !== 'password' || oneSecret.check(person), { error: oneSecret.error })
  .refine(
    ({ signIn, passwordFile, passwordEnv }) => signIn === 'password' || (passwordFile ?? passwordEnv) === undefined,
    { error: 'has a password, and signs in elsewhere; leave one of them out' },
  )

const Share = z
  .strictObject({
    label: text('what people call it', "'H:'"),
    unc: matching(
      /^\/\/[A-Za-z0-9.-]+\/[^\s,]+$/,
      'a share as //server/name, as the desktop reaches it',
      '//10.0.2.100/home',
    ),
    mountPoint: matching(/^\/[^\s,]+$/, 'a folder inside the desktop', '/media/H'),
    user: matching(/^[^\s,]+$/, "the share's user, without spaces and commas", 'ada'),
    ...secret,
  })
  .refine(oneSecret.check, { error: oneSecret.error })

/** What is not said here is said by the policy of its pool, or of all. */
const Policy = z.strictObject({
  bootSeconds: amount('seconds', 5, 3600, 120).optional(),
  warmSeconds: amount('seconds', 1, 600, 20).optional(),
  sessionSeconds: amount('seconds', 1, 600, 45).optional(),
  stepSeconds: amount('seconds', 1, 3600, 60).optional(),
  tries: amount('tries', 1, 9, 3).optional(),
  pressesPerHour: amount('presses', 1, 1000, 6).optional(),
  undoMemorySeconds: amount('seconds', 0, 30, 2).optional(),
  ballastMiB: amount('MiB', 0, 1_048_576, 256).optional(),
  pointMinutes: amount('minutes', 0, 10_080, 60).optional(),
  pointAtSignOut: yesOrNo().optional(),
  keepHourlyHours: amount('hours', 0, 168, 24).optional(),
  keepDailyDays: amount('days', 0, 366, 30).optional(),
  keepWeeklyWeeks: amount('weeks', 0, 260, 8).optional(),
  keepPoints: amount('points', 1, 1000, 60).optional(),
  keepGiB: amount('GiB', 1, 1_048_576, 200).optional(),
  tooOldDays: amount('days', 1, 366, 30).optional(),
  guest: oneOf(['linux', 'windows']).optional(),
  proofTries: amount('tries', 1, 5, 2).optional(),
  undoDays: amount('days', 1, 365, 7).optional(),
  freeGiB: amount('GiB', 0, 1_048_576, 10).optional(),
  thumbnails: oneOf(['off', 'blurred', 'clear']).optional(),
  approveOlderHours: amount('hours', 0, 8784, 168).optional(),
  approveRebuild: yesOrNo().optional(),
  approveJunior: yesOrNo().optional(),
  approveMinutes: amount('minutes', 1, 1440, 15).optional(),
})

const Desktop = z.strictObject({
  id: matching(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, 1 to 63 of them', 'ada-desktop'),
  name: text('the name that people see', "Ada's desktop"),
  owner: text('the sign-in name of the person whose it is', 'ada').toLowerCase(),
  pool: matching(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens', 'accounting')
    .nullable()
    .default(null),
  machine: MachineSpec,
  share: Share.nullable().default(null),
  policy: Policy.prefault({}),
})

const Kiosks = z
  .strictObject({
    enrolment: oneOf(['off', 'required']).default('off'),
    browsers: yesOrNo().default(true),
  })
  .refine(({ enrolment, browsers }) => browsers || enrolment === 'required', {
    error: 'lets nobody sign in: where browsers may not, enrolment has to be required',
  })

/** How much is done at once; what is more waits in a queue. */
const Recoveries = z.strictObject({
  perHost: amount('recoveries', 1, 1000, 4).nullable().default(null),
  perStorage: amount('recoveries', 1, 10_000, 8).nullable().default(null),
  storage: text('a name for the storage below dataDir', 'san-1').nullable().default(null),
  checks: amount('checks', 1, 64, 1).default(1),
})

/** From when on presses that come together are told as one incident. */
const Incidents = z.strictObject({
  presses: amount('presses', 2, 10_000, 5).default(5),
  minutes: amount('minutes', 1, 1440, 30).default(30),
})

/** How often something may be asked within a minute. */
const Limits = z.strictObject({
  perSession: amount('requests', 60, 1_000_000, 600).default(600),
  perAddress: amount('requests', 60, 1_000_000, 6000).default(6000),
  signIns: amount('sign-ins', 10, 1_000_000, 300).default(300),
})

const Audit = z.strictObject({
  keepDays: amount('days', 1, 36_500, 730).nullable().default(null),
})

const Metrics = z.strictObject({ openHere: yesOrNo().default(false) })

export const ConfigFile = z.strictObject({
  listen: Listen.prefault({}),
  publicAddress: origin('https://desktops.example.org').nullable().default(null),
  allowedOrigins: z
    .array(origin('https://intranet.example.org'), { error: said('a list', '[https://intranet.example.org]') })
    .default([]),
  store: StorePlace.nullable().default(null),
  dataDir: text('the folder for all that the broker keeps', '/var/lib/daruma'),
  kioskFiles: text("the folder of the kiosk's built page", '/usr/share/daruma/kiosk').nullable().default(null),
  helpDesk: text('how people reach the help desk', 'Extension 4711').nullable().default(null),
  logLevel: oneOf(['debug', 'info', 'warn', 'error']).default('info'),
  kiosks: Kiosks.prefault({}),
  recoveries: Recoveries.prefault({}),
  limits: Limits.prefault({}),
  audit: Audit.prefault({}),
  metrics: Metrics.prefault({}),
  incidents: Incidents.prefault({}),
  qemu: QemuOptions.prefault({}),
  rescue: z
    .strictObject({ image: text('the folder of the rescue guest', '/var/lib/daruma/images/rescue') })
    .nullable()
    .default(null),
  secretsKeyFile: file.nullable().default(null),
  signIn: SignInConfig.prefault({}),
  people: z.array(Person, { error: said('a list of people', '- name: ada') }).default([]),
  desktops: z.array(Desktop, { error: said('a list of desktops', '- id: ada-desktop') }).default([]),
})
export type ConfigFile = z.output<typeof ConfigFile>
