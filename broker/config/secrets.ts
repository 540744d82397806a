import { readFile, stat } from 'node:fs/promises'

/** Where a secret is kept: exactly one of the two. */
export interface SecretPlace {
  readonly passwordFile?: string | undefined
  readonly passwordEnv?: string | undefined
}

/**
 * Reads a secret. A final line break in a file is an editor's, and left out. Throws with what to do if it is missing, empty,
 * or in a file that everybody may read.
 */
export async function readSecret(place: SecretPlace): Promise<string> {
  if (place.passwordEnv !== undefined) {
    const value = process.env[place.passwordEnv]
    if (value === undefined || value === '') {
      throw new Error(`the environment variable ${place.passwordEnv} is not set; set it where the broker is started`)
    }
    return value
  }
  const file = place.passwordFile ?? ''
  await refuseIfOpenToAll(file)
  const value = (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
  if (value === '') throw new Error(`${file} is empty; write the password into it`)
  return value
}

/** A file that holds a secret is for its user and group alone. */
export async function refuseIfOpenToAll(file: string): Promise<void> {
  const facts = await stat(file).catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw missing ? new Error(`there is no file ${file}; make it, with the secret as its only line`) : error
  })
  if (!facts.isFile()) throw new Error(`${file} is not a file`)
  if ((facts.mode & 0o007) !== 0) throw new Error(`${file} is open to everybody; run: chmod o= ${file}`)
}
