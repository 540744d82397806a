import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SetupError } from './setup-error.mjs'

/**
 * Throws `SetupError` if a file is not the one that was tested.
 * @param {string} file
 * @param {string} integrity as in a lockfile: the algorithm, a hyphen, the hash in base64
 */
export async function proveFile(file, integrity) {
  const [algorithm = ''] = integrity.split('-', 1)
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file), hash)
  if (`${algorithm}-${hash.digest('base64')}` === integrity) return
  throw new SetupError(
    `${basename(file)} is not the one that was tested: its ${algorithm} is another. It was not used.`,
  )
}
