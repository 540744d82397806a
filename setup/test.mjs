import { onNode24 } from './on-node24.mjs'
import { orSayWhy } from './or-say-why.mjs'
import { debianPackages, dependencies, desktopImage, electron, rescueGuest } from './prepare.mjs'

/** `npm test`: whatever the checks need, and then all of them. */
await orSayWhy(async () => {
  const asked = process.argv.slice(2)
  await dependencies()
  if (!asked.includes('--help')) {
    await debianPackages('test')
    await electron()
    await desktopImage()
    await rescueGuest()
  }
  await onNode24('test/run.ts', asked)
})
