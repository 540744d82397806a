import { z } from 'zod'
import { RescueId, RunId } from '../ids.ts'
import { LeftoverEntries, LeftoverPage, Leftovers, Rescue, RescueAsk } from '../rescue.ts'
import type { Route } from '../route.ts'

const recovery = z.strictObject({ recoveryId: RunId })

export const rescuesRoutes = {
  leftovers: {
    method: 'GET',
    path: '/api/v1/recoveries/:recoveryId/leftovers',
    params: recovery,
    right: 'own',
    status: 200,
    response: Leftovers,
    problems: ['unknown-recovery'],
    summary: 'What the disk kept by a recovery has that the point has not, by folder',
  },
  leftoverEntries: {
    method: 'GET',
    path: '/api/v1/recoveries/:recoveryId/leftovers/entries',
    params: recovery,
    query: LeftoverPage,
    right: 'own',
    status: 200,
    response: LeftoverEntries,
    problems: ['unknown-recovery'],
    summary: 'The same entry by entry, a page at a time',
  },
  startRescue: {
    method: 'POST',
    path: '/api/v1/recoveries/:recoveryId/rescues',
    params: recovery,
    body: RescueAsk,
    right: 'own',
    status: 202,
    response: Rescue,
    problems: [
      'rescue-runs',
      'no-rescue',
      'no-share',
      'no-leftovers',
      'leftovers-gone',
      'unknown-recovery',
      'key-used',
    ],
    summary: 'Copy some of it to a new folder on the share; the same key is answered with the same rescue',
  },
  rescue: {
    method: 'GET',
    path: '/api/v1/rescues/:rescueId',
    params: z.strictObject({ rescueId: RescueId }),
    right: 'own',
    status: 200,
    response: Rescue,
    problems: ['unknown-rescue'],
    summary: 'How such a copy goes, or went',
  },
} as const satisfies Record<string, Route>
