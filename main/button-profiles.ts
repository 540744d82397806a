import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ButtonProfile } from '../shared/button.ts'
import { knownButtons } from './button/known-buttons.ts'
import { ConfigError } from './config-error.ts'

const LARGEST_BYTES = 256 * 1024
const ProfileFile = z.strictObject({ buttons: z.array(ButtonProfile).max(100) })

/**
 * The buttons of this kiosk: those of the administrator's file before those that it knows, so that a file can also say how one
 * of these is read. Throws `ConfigError` with what is wrong in which entry.
 */
export function readButtonProfiles(file: string | undefined): ButtonProfile[] {
  return file === undefined ? [...knownButtons] : [...readFile(file), ...knownButtons]
}

function readFile(file: string): ButtonProfile[] {
  let json: unknown
  try {
    const text = readFileSync(file, 'utf8')
    if (text.length > LARGEST_BYTES) throw new Error(`it is larger than ${LARGEST_BYTES} bytes`)
    json = JSON.parse(text)
  } catch (e) {
    throw new ConfigError(`The button profiles ${file} cannot be read: ${(e as Error).message}`, { cause: e })
  }
  const parsed = ProfileFile.safeParse(json)
  if (!parsed.success) {
    const what = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '))
    throw new ConfigError(`The button profiles ${file} are not as they should be:\n${what.join('\n')}`)
  }
  const { buttons } = parsed.data
  const twice = buttons.find(({ id }, i) => buttons.findIndex((other) => other.id === id) !== i)
  if (twice !== undefined) throw new ConfigError(`The button profiles ${file} name ${twice.id} twice`)
  return buttons
}
