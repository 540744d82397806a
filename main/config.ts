import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { isReddish } from '../shared/accent.ts'
import { HOLD_MS, LONGEST_HOLD_MS, SHORTEST_HOLD_MS } from '../shared/hold.ts'
import { Language } from '../shared/languages.ts'
import { Accent } from '../shared/organisation.ts'
import type { ButtonSetup } from './button/watcher.ts'
import { readButtonProfiles } from './button-profiles.ts'
import { ConfigError } from './config-error.ts'
import { type KernelWords, kernelWords } from './kernel-words.ts'
import { parseUrl } from './parse-url.ts'

export interface KioskConfig {
  /** The broker's origin, for instance `https://desktops.example.org`. */
  readonly broker: string
  /** Where it was named. */
  readonly brokerFrom: 'start' | 'kernel' | 'settings' | 'file'
  /** The certificates in PEM that the broker is known by, and by no others; or null, for those that everybody trusts. */
  readonly authority: string | null
  readonly kioskName: string
  readonly helpDesk: string | null
  /** By which local settings open until the broker says otherwise: `scrypt:...`; null: by none. */
  readonly settingsPin: string | null
  readonly button: ButtonSetup
  /** Null: that of the system. */
  readonly language: Language | null
  /** The kernel's command line says it. */
  readonly languageFixed: boolean
  readonly organisation: {
    readonly name: string | null
    readonly accent: string | null
    readonly logoFile: string | null
  }
  /** Recover is pressed twice in place of being held, unless somebody chooses otherwise at the kiosk. */
  readonly pressTwice: boolean
  /** An ordinary window in place of the whole screen. */
  readonly window: boolean
  /** Developer tools are there, and the kiosk may be driven from outside. */
  readonly dev: boolean
  /** What is wrong with what was written, but no reason not to start: each is left out. */
  readonly wrong: readonly string[]
}

/** The file that is read if no other is named, and if it is there. */
const CONFIG_FILE = '/etc/daruma/kiosk.json'

const ConfigFile = z.strictObject({
  broker: z.string().optional(),
  authorityFile: z.string().optional(),
  kioskName: z.string().min(1).optional(),
  helpDesk: z.string().min(1).optional(),
  settingsPin: z
    .string()
    .regex(/^scrypt:\d{1,6}:[\w-]+:[\w-]+$/, 'as the broker makes it: scrypt:cost:salt:hash')
    .optional(),
  mode: z.enum(['kiosk', 'window']).optional(),
  holdSeconds: z
    .number()
    .min(SHORTEST_HOLD_MS / 1000)
    .max(LONGEST_HOLD_MS / 1000)
    .optional(),
  press: z.enum(['hold', 'twice']).optional(),
  buttonProfiles: z.string().min(1).optional(),
  language: Language.optional(),
  organisation: z
    .strictObject({
      name: z.string().trim().min(1).max(60).optional(),
      accent: Accent.refine((colour) => !isReddish(colour), 'red means Recover here, and nothing else').optional(),
      logo: z.string().min(1).optional(),
    })
    .optional(),
})
type ConfigFile = z.infer<typeof ConfigFile>

/** What was set at the kiosk itself. */
export interface SetHere {
  readonly broker?: string | undefined
  /** Null: that of the system, whatever the file says. */
  readonly language?: Language | null | undefined
}

/** What is said elsewhere than on the kiosk's own command line. */
export interface OtherWords {
  /** The kernel's command line. */
  readonly kernel: string
  /** What was set at the kiosk itself. */
  readonly settings: SetHere
}

/**
 * `--broker` wins over `DARUMA_BROKER`, that over the kernel's command line, that over what was set at the kiosk, and that over
 * the file. Throws `ConfigError`.
 */
export function readConfig(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  { kernel, settings }: OtherWords = { kernel: '', settings: {} },
): KioskConfig {
  const flags = readFlags(argv)
  const { file, fileName, wrong } = readFile(flags.config ?? env['DARUMA_CONFIG'])
  const words = readKernel(kernel)
  const named = [
    [flags.broker, '--broker', 'start'],
    [env['DARUMA_BROKER'], 'DARUMA_BROKER', 'start'],
    [words.broker, 'daruma.broker of the kernel', 'kernel'],
    [settings.broker, 'local settings', 'settings'],
    [file.broker, fileName, 'file'],
  ] as const
  const [broker, from, brokerFrom] = named.find(([address]) => address !== undefined) ?? [undefined]
  if (broker === undefined)
    throw new ConfigError(
      `No broker is named. Start with --broker https://desktops.example.org, set DARUMA_BROKER, or write ${fileName}: {"broker": "https://desktops.example.org"}`,
    )
  return {
    broker: brokerOrigin(broker, from),
    brokerFrom,
    authority: file.authorityFile === undefined ? null : readAuthority(file.authorityFile),
    kioskName: words.kioskName ?? file.kioskName ?? hostname(),
    helpDesk: words.helpDesk ?? file.helpDesk ?? null,
    settingsPin: file.settingsPin ?? null,
    button: {
      holdMs: Math.round((file.holdSeconds ?? HOLD_MS / 1000) * 1000),
      profiles: readButtonProfiles(file.buttonProfiles),
    },
    pressTwice: file.press === 'twice',
    languageFixed: words.language !== undefined,
    language: words.language ?? (settings.language === undefined ? (file.language ?? null) : settings.language),
    organisation: {
      name: file.organisation?.name ?? null,
      accent: file.organisation?.accent ?? null,
      logoFile: file.organisation?.logo ?? null,
    },
    wrong,
    window: flags.window || file.mode === 'window',
    dev: env['DARUMA_DEV'] !== undefined && env['DARUMA_DEV'] !== '',
  }
}

function readKernel(line: string): Omit<KernelWords, 'language'> & { language?: Language | undefined } {
  try {
    const { language, ...words } = kernelWords(line)
    return { ...words, language: language === undefined ? undefined : asLanguage(language) }
  } catch (e) {
    throw new ConfigError(`The kernel's command line: ${(e as Error).message}`, { cause: e })
  }
}

function asLanguage(word: string): Language {
  const { data } = Language.safeParse(word)
  if (data === undefined) throw new Error(`daruma.language is one of ${Language.options.join(', ')}, not ${word}`)
  return data
}

function readFlags(argv: readonly string[]): { broker?: string; config?: string; window: boolean } {
  // Chromium has switches of its own on the same line, so unknown ones are let pass.
  const { values } = parseArgs({
    args: [...argv],
    options: { broker: { type: 'string' }, config: { type: 'string' }, window: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  const text = (flag: 'broker' | 'config') => {
    const value = values[flag]
    if (value === undefined || typeof value === 'string') return value === undefined ? {} : { [flag]: value }
    throw new ConfigError(`--${flag} needs a value: --${flag}=VALUE`)
  }
  return { ...text('broker'), ...text('config'), window: values['window'] === true }
}

function readFile(named: string | undefined): { file: ConfigFile; fileName: string; wrong: readonly string[] } {
  const name = named ?? CONFIG_FILE
  let text: string
  try {
    text = readFileSync(name, 'utf8')
  } catch (e) {
    const absent = (e as NodeJS.ErrnoException).code === 'ENOENT'
    if (absent && named === undefined) return { file: {}, fileName: name, wrong: [] }
    throw new ConfigError(`${name} cannot be read: ${(e as Error).message}`, { cause: e })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (e) {
    throw new ConfigError(`${name} is not JSON: ${(e as Error).message}`, { cause: e })
  }
  const parsed = ConfigFile.safeParse(json)
  if (parsed.success) return { file: parsed.data, fileName: name, wrong: [] }
  const { issues } = parsed.error
  const what = issues.map(({ path, message }) => [...path, message].join(': '))
  const left = without(json, issues)
  if (left === null) throw new ConfigError(`${name} is not as it should be:\n${what.join('\n')}`)
  return { file: left, fileName: name, wrong: what.map((each) => `${name}: ${each}`) }
}

/** What a kiosk does without, and says so: its colour is no reason for an empty screen. */
const SPARABLE = ['kioskName', 'helpDesk', 'holdSeconds', 'press', 'language', 'organisation']

/** What is left of it without what is wrong; null where that decides whom it trusts, or nobody knows what it means. */
function without(json: unknown, issues: readonly z.core.$ZodIssue[]): ConfigFile | null {
  if (!issues.every(({ path: [at] }) => typeof at === 'string' && SPARABLE.includes(at))) return null
  const wrong = new Set(issues.map(({ path: [at] }) => at))
  const kept = Object.entries(json as object).filter(([key]) => !wrong.has(key))
  return ConfigFile.parse(Object.fromEntries(kept))
}

function readAuthority(name: string): string {
  let text: string
  try {
    text = readFileSync(name, 'utf8')
  } catch (e) {
    throw new ConfigError(`The authority's certificate ${name} cannot be read: ${(e as Error).message}`, { cause: e })
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (certificates === null) throw new ConfigError(`${name} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)`)
  for (const each of certificates) checkAuthority(each, name)
  return text
}

/** Of another's signing it would be of no use here: nothing could be found to trust it by. Its dates are looked at when used. */
function checkAuthority(pem: string, name: string): void {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch (e) {
    throw new ConfigError(`${name} holds a certificate that cannot be read: ${(e as Error).message}`, { cause: e })
  }
  if (!certificate.ca && !certificate.verify(certificate.publicKey))
    throw new ConfigError(
      `${name} holds the certificate of ${certificate.subject}, which is no authority and did not sign itself: name that of its authority, ${certificate.issuer}`,
    )
}

/** The address as it is kept. Throws `ConfigError` with what is wrong; `from`: where it was read. */
export function brokerOrigin(address: string, from: string): string {
  const refuse = (why: string) => new ConfigError(`The broker's address (${from}) ${why}`)
  const url = parseUrl(address)
  if (url === null) throw refuse(`is not an address: write https://desktops.example.org`)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse(`is ${url.protocol}//: write https://`)
  // Not repeated in the message: a password may stand there.
  if (url.username !== '' || url.password !== '') throw refuse('holds a name or password: people sign in at the screen')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw refuse(`goes on after the host: write ${url.origin}`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw refuse(
      `is plain http to another computer (${url.host}), where passwords could be read on the way: write https://${url.host}`,
    )
  return url.origin
}

/** Whether a URL's host name can only mean this computer. A URL has brought numbers into their usual form before. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
