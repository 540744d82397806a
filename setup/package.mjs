import { onNode24 } from './on-node24.mjs'
import { orSayWhy } from './or-say-why.mjs'
import { dependencies, electron, kiosk } from './prepare.mjs'

/** `npm run package`: whatever it needs, and then the packages of the kiosk. */
await orSayWhy(async () => {
  const args = process.argv.slice(2)
  await dependencies()
  if (!args.includes('--help')) {
    await electron()
    await kiosk()
  }
  await onNode24('setup/package/index.ts', args)
})
