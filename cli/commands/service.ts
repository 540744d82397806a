import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { backUpSqlite } from '../../broker/store/back-up.ts'
import { BrokerClient } from '../../shared/client/broker-client.ts'
import { calledBy, type Surroundings } from '../command.ts'
import { addressOf, dataFolderOf } from '../connection.ts'
import { FailedError, UsageError } from '../exit-codes.ts'
import { show } from '../output.ts'

export function addService(program: Command, around: Surroundings): void {
  program
    .command('health')
    .description('whether the broker and what it needs work')
    .action(async (_options, command: Command) => {
      const { place, output } = calledBy(command, around)
      const health = await new BrokerClient({ address: await addressOf(place, around.env) }).call('health')
      show(output, health, ['PART', 'IS'], Object.entries(health.checks))
      if (health.status !== 'ok') throw new FailedError('Something that it needs does not work.')
    })
  program
    .command('announce')
    .description('tell of a change about to be made: points are taken first')
    .argument('<scope>', '`default`, `pool:NAME` or `desktop:ID`')
    .argument('<note>', 'what is about to be changed')
    .action(async (scope: string, note: string, _options, command: Command) => {
      const { client, output } = calledBy(command, around)
      const told = await (await client()).call('announce', { body: { key: randomUUID(), scope, note } })
      show(
        output,
        told,
        ['ID', 'WAITING', 'TAKEN', 'FAILED'],
        [[told.id, String(told.waiting), String(told.taken), String(told.failed.length)]],
      )
    })
  program
    .command('backup')
    .description('copy the SQLite database, also while a broker works on it; needs --data')
    .argument('<copy>', 'a new file')
    .action(async (copy: string, _options, command: Command) => {
      const { place, output } = calledBy(command, around)
      await backUpSqlite(join(dataFolderOf(place, around.env), 'broker.sqlite'), copy)
      show(output, { written: copy }, ['WRITTEN'], [[copy]])
    })
  program
    .command('sign-in')
    .description('write a token into the file that --token-file names; the password comes on standard input')
    .argument('<name>', 'as at a kiosk')
    .action(async (name: string, _options, command: Command) => {
      const { place, output } = calledBy(command, around)
      const file = place.tokenFile ?? around.env['DARUMA_TOKEN_FILE']
      if (file === undefined) throw new UsageError('no file is named; add --token-file FILE')
      const broker = new BrokerClient({ address: await addressOf(place, around.env), timeoutMs: 60_000 })
      const password = await passwordFrom(around.stdin)
      const { token, expiresAt } = await broker.call('signIn', { body: { name, password, keep: 'token' } })
      const made = await open(file, 'wx', 0o600).catch(() => {
        throw new UsageError(`${file} can't be made; remove what is there, or name another`)
      })
      await made.writeFile(`${token ?? ''}\n`)
      await made.close()
      show(output, { expiresAt }, ['UNTIL'], [[expiresAt]])
    })
}

async function passwordFrom(stdin: Surroundings['stdin']): Promise<string> {
  let text = ''
  for await (const chunk of stdin) text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
  return text.replace(/\r?\n$/, '')
}
