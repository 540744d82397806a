import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { SetupError } from '../setup-error.mjs'
import { brokerData, type Demo } from './broker-config.ts'
import { emptyDemoFolder } from './demo-folder.ts'
import { endMachines } from './machines.ts'

/** Deletes all that the demo keeps, if that is wanted. Nothing of it may run but machines, and those are ended. */
export async function reset(demo: Demo, sure: boolean): Promise<void> {
  if (!sure && !(await confirmed(demo.folder))) {
    console.log('Nothing was deleted.')
    return
  }
  if (existsSync(brokerData(demo))) await endMachines(demo)
  await emptyDemoFolder(demo.folder)
  console.log('Deleted. npm start begins anew.')
}

async function confirmed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new SetupError('--reset asks before it deletes, and nobody is there to answer.', 'Add --yes if you are sure.')
  const question = createInterface({ input: process.stdin, output: process.stdout })
  question.setPrompt(
    `This deletes the demo in ${folder}: the desktop, its restore points, its files on H: and the password.\nType yes to delete: `,
  )
  question.prompt()
  const answer = await Promise.race([once(question, 'line'), once(question, 'close').then(() => [''])])
  question.close()
  return String(answer[0]).trim().toLowerCase() === 'yes'
}
