import { ProblemError } from '../../shared/api/problem.ts'
import type { RouteName } from '../../shared/api/routes.ts'
import type { Principal } from '../identity/sessions.ts'
import type { Store } from '../store/store.ts'

/** All that an assigned kiosk may ask: nothing of an administrator whose desktop it may be. */
const ofItsDesktop: ReadonlySet<string> = new Set<RouteName | 'events' | 'picture'>([
  'session',
  'signOut',
  'events',
  'desktops',
  'desktop',
  'restorePoints',
  'picture',
  'consoleTicket',
  'takeOver',
  'press',
  'recovery',
  'cancel',
  'undo',
  'leftovers',
  'leftoverEntries',
  'startRescue',
  'rescue',
  'answerHelp',
  'endOwnHelp',
  'readMessage',
  'declineOffer',
])

/** Throws `not-allowed` if a session of an assigned kiosk asks for what is of no desktop. It is known before a body is read. */
export function mustBeInReach({ desktopId }: Principal, call: string): void {
  if (desktopId !== null && !ofItsDesktop.has(call))
    throw new ProblemError('not-allowed', 'This kiosk is for one desktop alone.')
}

/**
 * Throws if a session of an assigned kiosk reaches for more than its desktop; what is another's is as unknown to it as what is
 * not there. `params` are the path's.
 */
export async function keepWithinReach(
  { db }: Store,
  { desktopId }: Principal,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  if (desktopId === null) return
  const { desktopId: asked, recoveryId, rescueId } = params
  if (asked !== undefined && asked !== desktopId) throw new ProblemError('unknown-desktop')
  if (recoveryId !== undefined) {
    const run = await db.selectFrom('run').select('desktop_id').where('id', '=', recoveryId).executeTakeFirst()
    if (run?.desktop_id !== desktopId) throw new ProblemError('unknown-recovery')
  }
  if (rescueId !== undefined) {
    const copy = await db.selectFrom('rescue').select('desktop_id').where('id', '=', rescueId).executeTakeFirst()
    if (copy?.desktop_id !== desktopId) throw new ProblemError('unknown-rescue')
  }
}
