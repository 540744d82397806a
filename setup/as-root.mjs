import { spawnSync } from 'node:child_process'
import { SetupError } from './setup-error.mjs'

/**
 * The command as root would give it: as it is for root, by sudo for who may use that without a password. Nobody is asked
 * for a password here: where one is needed, the line to type is the answer.
 * @param {string[]} command
 * @returns {string[]}
 */
export function asRoot(command) {
  if (process.getuid?.() === 0) return command
  if (spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) return ['sudo', '-n', ...command]
  throw new SetupError(
    'This needs root.',
    `Run this line, then the same command again:\n\n  sudo ${command.map(quoted).join(' ')}`,
  )
}

/** @param {string} word */
function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
