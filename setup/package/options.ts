import { parseArgs } from 'node:util'
import { SetupError } from '../setup-error.mjs'

/** What electron-builder makes itself, where it can fetch its tools. */
const others = ['AppImage', 'rpm'] as const
export type OtherTarget = (typeof others)[number]

export interface Options {
  /** For people to use: made of the Electron of the lockfile, or not at all. */
  readonly release: boolean
  readonly others: readonly OtherTarget[]
  readonly help: boolean
}

export const HELP = `The kiosk's packages, in out/package: the app as a folder, and of it two for Debian,
daruma-kiosk (a thin client that boots into Daruma) and daruma-client (a window beside other programs).

  npm run package                        of the Electron that is there; of an old one it says "test build" on it
  npm run package -- --release           for people to use: of the Electron of the lockfile, or not at all
  npm run package -- --target AppImage   this too; or rpm, or both. Their tools are fetched by electron-builder
  npm run package -- --help              shows this`

/** Throws `SetupError` for what it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { release, help, target } = parse(args)
  const unknown = target.find((name) => !isOther(name))
  if (unknown !== undefined)
    throw new SetupError(
      `There is no target ${unknown}.`,
      `There are ${others.join(' and ')}; the .deb is always made.`,
    )
  return { release, help, others: target.filter(isOther) }
}

function isOther(name: string): name is OtherTarget {
  return (others as readonly string[]).includes(name)
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const
  const target = { type: 'string', multiple: true, default: [] as string[] } as const
  try {
    return parseArgs({ args: [...args], options: { release: flag, help: flag, target } }).values
  } catch (error) {
    throw new SetupError(
      error instanceof Error ? error.message : String(error),
      'npm run package -- --help shows what there is.',
    )
  }
}
