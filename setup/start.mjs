import { onNode24 } from './on-node24.mjs'
import { HELP, readOptions } from './options.mjs'
import { orSayWhy } from './or-say-why.mjs'
import { debianPackages, dependencies, desktopImage, electron, kiosk, rescueGuest } from './prepare.mjs'

/** `npm start`: whatever it needs, and then the demo. Plain JavaScript up to there, for it runs before `npm ci`. */
await orSayWhy(async () => {
  const args = process.argv.slice(2)
  const options = readOptions(args)
  if (options.help) {
    console.log(HELP)
    return
  }
  await dependencies()
  await debianPackages('start')
  if (!options.browser) await electron()
  await desktopImage()
  await rescueGuest()
  await kiosk()
  await onNode24('setup/run/index.ts', args)
})
