import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SetupError } from './setup-error.mjs'

/**
 * @typedef {object} Options
 * @property {string} data all that the demo keeps is below
 * @property {boolean} help
 * @property {boolean} browser no window: the address for a browser alone
 * @property {boolean} fullScreen
 * @property {boolean} reset
 * @property {boolean} yes
 */

const defaultData = join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'daruma')

export const HELP = `The demo: one desktop with a share, the broker that looks after it, and the kiosk before it.

  npm start                     opens the kiosk in a window
  npm start -- --full-screen    on the whole screen, as at a desk
  npm start -- --browser        no window: says at which address a browser shows the same
  npm start -- --data DIR       keeps everything in DIR; it is ${defaultData} otherwise
  npm start -- --reset          deletes everything that it keeps, the desktop and its files included; asks first
  npm start -- --reset --yes    without asking
  npm start -- --help           shows this

Ctrl-C ends it. The desktop's disk and files stay for the next time.`

/**
 * Throws `SetupError` for what it does not know.
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false })
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        browser: flag,
        data: { type: 'string', default: defaultData },
        'full-screen': flag,
        help: flag,
        reset: flag,
        yes: flag,
      },
    })
    const { browser, data, help, reset, yes } = values
    return { browser, data: resolve(data), help, reset, yes, fullScreen: values['full-screen'] }
  } catch (error) {
    throw new SetupError(
      error instanceof Error ? error.message : String(error),
      'npm start -- --help shows what there is.',
    )
  }
}
