import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Config } from './config.ts'
import { ConfigError } from './config-error.ts'
import { crossChecks } from './cross-checks.ts'
import { explain, line } from './explain.ts'
import { type PostgresKeys, postgresPlace, postgresSecrets } from './postgres-place.ts'
import { ConfigFile } from './schema.ts'
import { readSecret, refuseIfOpenToAll, type SecretPlace } from './secrets.ts'
import { placedSignIn, signInSecrets, signInSettings } from './sign-in-place.ts'
import { YamlFile } from './yaml-file.ts'

const BUILT_PAGE = join(import.meta.dirname, '../../out/renderer')

/** Reads and checks a configuration file. Throws `ConfigError` with everything that is wrong in it, not only the first. */
export async function loadConfig(path: string): Promise<Config> {
  const file = new YamlFile(path, await textOf(path))
  const parsed = ConfigFile.safeParse(file.value ?? {}, { reportInput: true })
  if (!parsed.success) throw new ConfigError(explain(file, ConfigFile, parsed.error.issues))
  const config = absolute(parsed.data, dirname(resolve(path)))
  const faults = [...crossChecks(file, config), ...(await unreadable(file, config))]
  if (faults.length > 0) throw new ConfigError(faults)
  return {
    ...config,
    store: storePlace(config),
    kioskFiles: config.kioskFiles ?? BUILT_PAGE,
    signIn: signInSettings(config.signIn),
    people: config.people.map(({ name, displayName, role, pools, signIn, ...place }) => ({
      name,
      displayName,
      role,
      pools,
      signIn,
      password: signIn === 'password' ? () => readSecret(place) : null,
    })),
    desktops: config.desktops.map(({ share, ...desktop }) => ({ ...desktop, share: share && withSecret(share) })),
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new ConfigError([`${path}: cannot be read; name the configuration with --config FILE`], { cause: error })
  }
}

/** Paths in the file are meant from where the file is. */
function absolute(config: ConfigFile, folder: string): ConfigFile {
  const from = (path: string) => resolve(folder, path)
  const secret = <T extends SecretPlace>(place: T): T =>
    place.passwordFile === undefined ? place : { ...place, passwordFile: from(place.passwordFile) }
  const { tls } = config.listen
  const placed = (place: PostgresKeys): PostgresKeys => ({
    ...secret(place),
    ...(place.urlFile !== undefined && { urlFile: from(place.urlFile) }),
    ...(place.caFile !== undefined && { caFile: from(place.caFile) }),
  })
  return {
    ...config,
    listen: {
      ...config.listen,
      tls: tls && { certificateFile: from(tls.certificateFile), keyFile: from(tls.keyFile) },
    },
    store: config.store && { postgresql: placed(config.store.postgresql) },
    dataDir: from(config.dataDir),
    kioskFiles: config.kioskFiles === null ? null : from(config.kioskFiles),
    rescue: config.rescue && { image: from(config.rescue.image) },
    secretsKeyFile: config.secretsKeyFile === null ? null : from(config.secretsKeyFile),
    signIn: placedSignIn(config.signIn, from),
    people: config.people.map(secret),
    desktops: config.desktops.map((desktop) => ({
      ...desktop,
      machine: { ...desktop.machine, image: from(desktop.machine.image) },
      share: desktop.share && secret(desktop.share),
    })),
  }
}

function storePlace({ store }: ConfigFile): Config['store'] {
  return store && { postgresql: () => postgresPlace(store.postgresql) }
}

function withSecret<S extends SecretPlace>({ passwordFile, passwordEnv, ...share }: S) {
  return { ...share, password: () => readSecret({ passwordFile, passwordEnv }) }
}

/** Secrets are read once at the start, so that a missing one is found now and not at somebody's recovery. */
async function unreadable(file: YamlFile, config: ConfigFile): Promise<string[]> {
  const tries: [path: PropertyKey[], read: () => Promise<unknown>][] = []
  const secret = (path: PropertyKey[], place: SecretPlace) => {
    const key = place.passwordFile === undefined ? 'passwordEnv' : 'passwordFile'
    tries.push([[...path, key], () => readSecret(place)])
  }
  for (const [i, person] of config.people.entries()) if (person.signIn === 'password') secret(['people', i], person)
  tries.push(...signInSecrets(config.signIn))
  for (const [i, { share }] of config.desktops.entries()) if (share) secret(['desktops', i, 'share'], share)
  if (config.store) tries.push(...postgresSecrets(config.store.postgresql))
  const { tls } = config.listen
  if (tls) {
    tries.push([['listen', 'tls', 'certificateFile'], () => readFile(tls.certificateFile)])
    tries.push([['listen', 'tls', 'keyFile'], () => refuseIfOpenToAll(tls.keyFile)])
  }
  const faults = await Promise.all(
    tries.map(async ([path, read]) => {
      try {
        await read()
        return []
      } catch (error) {
        return [line(file, path, error instanceof Error ? error.message : String(error))]
      }
    }),
  )
  return faults.flat()
}
