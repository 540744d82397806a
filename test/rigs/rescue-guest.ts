import { buildRescueGuest, hasRescueGuest, rescueGuestFolder } from '../../setup/rescue-guest.mjs'

/** The helper guest that reads kept disks, built if it is not there yet: the folder that holds it. */
export async function rescueGuest(): Promise<string> {
  if (!hasRescueGuest()) await buildRescueGuest((stage) => console.log(`rescue guest: ${stage}`))
  return rescueGuestFolder()
}
