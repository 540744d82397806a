import { Command, CommanderError } from 'commander'
import about from '../package.json' with { type: 'json' }
import type { Surroundings } from './command.ts'
import { addAudit } from './commands/audit.ts'
import { addDesktops } from './commands/desktops.ts'
import { addKiosks } from './commands/kiosks.ts'
import { addService } from './commands/service.ts'
import { exitCodeOf, exitCodes, sentenceOf } from './exit-codes.ts'
import { plain } from './output.ts'

/** Runs a command line, without the program's own name. Answers with its exit code, and never throws. */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  const program = new Command('daruma')
    .description('Desktops, and how to bring them back.')
    .version(about.version)
    .option('--broker <address>', 'where the broker is (DARUMA_BROKER)')
    .option('--data <folder>', 'its data folder, on its own machine (DARUMA_DATA)')
    .option('--token-file <file>', 'a file with a token, closed to others (DARUMA_TOKEN_FILE, DARUMA_TOKEN)')
    .option('--json', 'what the API gave, as JSON')
    .addHelpText(
      'after',
      '\nEnds with 0: done, 1: refused or failed, 2: not understood, 3: unreachable, 4: not allowed.',
    )
  // Set before commands are added: they take it over.
  program.exitOverride().configureOutput({ writeOut: around.output.out, writeErr: around.output.err })
  addDesktops(program, around)
  addKiosks(program, around)
  addAudit(program, around)
  addService(program, around)
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    around.output.err(`${sentenceOf(error).split('\n').map(plain).join('\n')}\n`)
    return exitCodeOf(error)
  }
}
