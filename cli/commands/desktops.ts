import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Recovery } from '../../shared/api/recovery.ts'
import type { BrokerClient } from '../../shared/client/broker-client.ts'
import { calledBy, type Surroundings } from '../command.ts'
import { FailedError } from '../exit-codes.ts'
import { ago, type Output, show } from '../output.ts'

/** How it ended as it was asked to. */
const well: readonly Recovery['outcome'][] = ['recovered', 'undone', 'restarted', 'started', 'rebuilt', 'captured']
const LOOK_MS = 300

export function addDesktops(program: Command, around: Surroundings): void {
  program
    .command('desktops')
    .description('my desktops, and how they are')
    .action(async (_options, command: Command) => {
      const { client, output } = calledBy(command, around)
      const desktops = await (await client()).call('desktops')
      const rows = desktops.map(({ id, name, state, generation }) => [id, name, state, String(generation)])
      show(output, desktops, ['ID', 'NAME', 'STATE', 'GENERATION'], rows)
    })
  program
    .command('points')
    .description('the restore points of a desktop, newest first')
    .argument('<desktop>', 'its id')
    .action(async (desktopId: string, _options, command: Command) => {
      const { client, output } = calledBy(command, around)
      const points = await (await client()).call('restorePoints', { params: { desktopId } })
      const rows = points.map(({ id, takenAt, proof, reason, pinned, note }) => [
        ...[id, ago(takenAt), proof, reason, pinned ? 'pinned' : '', note ?? ''],
      ])
      show(output, points, ['ID', 'TAKEN', 'PROOF', 'WHY', '', 'NOTE'], rows)
    })
  program
    .command('recover')
    .description('bring a desktop back to a restore point, and follow it to its end')
    .argument('<desktop>', 'its id')
    .option('--point <id>', 'to this point; without it, to the last known good one')
    .action(async (desktopId: string, { point }: { point?: string }, command: Command) => {
      await press(command, around, desktopId, 'recover', point)
    })
  program
    .command('restart')
    .description('restart a desktop as it is, and follow it to its end')
    .argument('<desktop>', 'its id')
    .action(async (desktopId: string, _options, command: Command) => {
      await press(command, around, desktopId, 'restart')
    })
  program
    .command('undo')
    .description('bring back what was there before a recovery, and follow it to its end')
    .argument('<recovery>', 'its id, as `recover` told it')
    .action(async (recoveryId: string, _options, command: Command) => {
      const { client, output } = calledBy(command, around)
      const broker = await client()
      const { desktopId } = await broker.call('recovery', { params: { recoveryId } })
      const { generation } = await broker.call('desktop', { params: { desktopId } })
      const body = { key: randomUUID(), generation }
      await follow(broker, output, await broker.call('undo', { params: { recoveryId }, body }))
    })
}

async function press(
  command: Command,
  around: Surroundings,
  desktopId: string,
  kind: 'recover' | 'restart',
  pointId?: string,
): Promise<void> {
  const { client, output } = calledBy(command, around)
  const broker = await client()
  const params = { desktopId }
  const { generation } = await broker.call('desktop', { params })
  const body = { key: randomUUID(), kind, generation, ...(pointId === undefined ? {} : { pointId }) }
  await follow(broker, output, await broker.call('press', { params, body }))
}

/** Tells each step as it is reached. Throws `FailedError` if it did not end as it was asked to. */
async function follow(broker: BrokerClient, output: Output, begun: Recovery): Promise<void> {
  let now = begun
  let told = ''
  for (;;) {
    const waits = now.queue == null ? '' : `, ${now.queue.place} of ${now.queue.of} who wait`
    const step = `${now.wayBack ? 'way back, ' : ''}${now.attempt > 1 ? `try ${now.attempt}, ` : ''}${now.mark}${waits}`
    if (step !== told) output.err(`${now.kind} ${now.id}: ${step}\n`)
    told = step
    if (now.outcome !== null) break
    await delay(LOOK_MS)
    now = await broker.call('recovery', { params: { recoveryId: now.id } })
  }
  const ms = now.endedAt === null ? 0 : Date.parse(now.endedAt) - Date.parse(now.pressedAt)
  show(
    output,
    now,
    ['RECOVERY', 'DESKTOP', 'OUTCOME', 'SECONDS'],
    [[now.id, now.desktopId, now.outcome, (ms / 1000).toFixed(1)]],
  )
  if (well.includes(now.outcome)) return
  const { title, detail, todo } = now.problem ?? { title: `It ended as ${now.outcome}.`, todo: '' }
  throw new FailedError([title, detail, todo].filter((said) => said !== undefined && said !== '').join(' '))
}
