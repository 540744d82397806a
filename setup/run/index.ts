import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { desktopImageFolder } from '../desktop-image.mjs'
import { type Options, readOptions } from '../options.mjs'
import { orSayWhy } from '../or-say-why.mjs'
import { showing } from '../progress.mjs'
import { rescueGuestFolder } from '../rescue-guest.mjs'
import { startSamba } from '../samba/samba.ts'
import { SetupError } from '../setup-error.mjs'
import { type Demo, SHARE, secretFile, writeBrokerConfig } from './broker-config.ts'
import { startBroker } from './broker-process.ts'
import { remembered, takeDemoFolder } from './demo-folder.ts'
import { openKiosk } from './kiosk.ts'
import { endLeftovers } from './leftovers.ts'
import { endMachines } from './machines.ts'
import { newPassword } from './password.ts'
import { choosePorts } from './ports.ts'
import { reset } from './reset.ts'
import { Stops } from './stops.ts'
import { welcome } from './words.ts'

const PERSON = 'maria'
const HELPER = 'alex'

/** The demo, from the folder that it keeps to the window that opens. What was started is stopped in the opposite order. */
async function run(options: Options): Promise<void> {
  const folder = await takeDemoFolder(options.data)
  await endLeftovers(folder)
  const ports = await choosePorts(folder)
  const images = { image: desktopImageFolder(), rescue: rescueGuestFolder() }
  const demo: Demo = { folder, ...images, ports, person: PERSON, helper: HELPER }
  if (options.reset) return reset(demo, options.yes)

  const stops = new Stops()
  try {
    await mkdir(join(folder, 'secrets'), { recursive: true, mode: 0o700 })
    const password = await remembered(secretFile(demo, PERSON), newPassword)
    const helperPassword = await remembered(secretFile(demo, HELPER), newPassword)
    const { value: sharePassword } = await remembered(secretFile(demo, 'share'), newPassword)

    const samba = await startSamba({
      folder: join(folder, 'samba'),
      address: '127.0.0.1',
      port: ports.share,
      share: SHARE,
      user: PERSON,
      password: sharePassword,
    })
    stops.add(() => samba.stop())

    const config = await writeBrokerConfig(demo)
    stops.add(() => showing('Shutting the desktop down', () => endMachines(demo)))
    const broker = await showing('Starting the broker', () => startBroker(demo, config))
    stops.add(() => broker.stop())
    // Made is not shown: a first start that failed on the way said nothing yet.
    const shown = await remembered(secretFile(demo, 'shown'), () => 'yes')
    const toShow = ({ isNew, value }: typeof password) => (isNew || shown.isNew ? value : null)
    welcome(demo, {
      address: broker.address,
      files: samba.files,
      password: toShow(password),
      helperPassword: toShow(helperPassword),
    })

    const kiosk = await openKiosk(options, folder, broker.address)
    if (kiosk !== null) stops.add(() => kiosk.stop())
    const ended = broker.ended.then(() => 'broker' as const)
    const first = await Promise.race([stops.asked, ended, ...(kiosk === null ? [] : [kiosk.closed])])
    if (first === 'broker')
      throw new SetupError('The broker ended by itself.', `${join(folder, 'broker.log')} has its last words.`)
  } finally {
    await stops.all()
  }
}

await orSayWhy(() => run(readOptions(process.argv.slice(2))))
