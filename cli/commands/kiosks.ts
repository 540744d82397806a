import type { Command } from 'commander'
import { calledBy, type Surroundings } from '../command.ts'
import { ago, show } from '../output.ts'

export function addKiosks(program: Command, around: Surroundings): void {
  const kiosks = program
    .command('kiosks')
    .description('kiosks that are let in, and who is signed in there')
    .action(async (_options, command: Command) => {
      const { client, output } = calledBy(command, around)
      const { enrolled, waiting } = await (await client()).call('kiosks')
      const rows = [
        ...enrolled.map(({ name, place, desktopId, seenAt, signedIn, id }) => [
          ...[name, place ?? '', desktopId ?? '', ago(seenAt), signedIn.join(' '), id],
        ]),
        ...waiting.map(({ name, from, askedAt }) => [name, `waits at ${from}`, '', ago(askedAt), '', '']),
      ]
      show(output, { enrolled, waiting }, ['NAME', 'PLACE', 'DESKTOP', 'SEEN', 'SIGNED IN', 'ID'], rows)
    })
  kiosks
    .command('approve')
    .description('let in the kiosk that shows a code')
    .argument('<code>', 'as it stands on its screen')
    .requiredOption('--name <name>', 'what people tell the help desk')
    .option('--place <place>', 'where it stands')
    .option('--desktop <id>', 'the desktop that it opens by itself')
    .action(async (code: string, said: { name: string; place?: string; desktop?: string }, command: Command) => {
      const { client, output } = calledBy(command, around)
      const { name, place = null, desktop = null } = said
      const kiosk = await (await client()).call('approveKiosk', { body: { code, name, place, desktopId: desktop } })
      show(
        output,
        kiosk,
        ['NAME', 'PLACE', 'DESKTOP', 'ID'],
        [[kiosk.name, kiosk.place ?? '', kiosk.desktopId ?? '', kiosk.id]],
      )
    })
}
