import { installPackages, missingPackages } from './debian-packages.mjs'
import { hasDependencies, installDependencies } from './dependencies.mjs'
import { buildDesktopImage, hasDesktopImage } from './desktop-image.mjs'
import { electronRuntime, getElectronRuntime } from './electron/runtime.mjs'
import { buildKiosk, hasKioskBuild } from './kiosk-build.mjs'
import { showing } from './progress.mjs'
import { buildRescueGuest, hasRescueGuest } from './rescue-guest.mjs'

/** Steps of the set-up. Each looks first and does only what is missing, so that it costs nothing the second time. */

export async function dependencies() {
  if (!hasDependencies()) await showing('Installing dependencies', installDependencies)
}

/** @param {import('./debian-packages.mjs').Purpose} purpose */
export async function debianPackages(purpose) {
  const missing = missingPackages(purpose)
  if (missing.length > 0) await showing(`Installing ${missing.join(', ')}`, () => installPackages(missing))
}

/** Without Electron there is still the browser, and there are the other tests: so its absence ends nothing. */
export async function electron() {
  if (electronRuntime() !== null) return
  await showing('Getting Electron', getElectronRuntime).catch((error) => console.error(`${error.message}\n`))
}

export async function desktopImage() {
  if (!hasDesktopImage()) await showing('Building the demo desktop', buildDesktopImage)
}

export async function rescueGuest() {
  if (!hasRescueGuest()) await showing('Building the rescue guest', buildRescueGuest)
}

export async function kiosk() {
  if (!hasKioskBuild()) await showing('Building the kiosk', buildKiosk)
}
