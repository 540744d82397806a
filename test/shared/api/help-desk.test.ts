import { expect, test } from 'vitest'
import { Decide } from '../../../shared/api/help-desk/approval.ts'
import { HelpDeskEvent } from '../../../shared/api/help-desk/event.ts'
import * as paths from '../../../shared/api/help-desk/paths.ts'
import type { Route } from '../../../shared/api/route.ts'
import { helpDeskActRoutes } from '../../../shared/api/routes/help-desk-act.ts'
import { helpDeskApprovalsRoutes } from '../../../shared/api/routes/help-desk-approvals.ts'
import { helpDeskIncidentsRoutes } from '../../../shared/api/routes/help-desk-incidents.ts'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { helpDeskTalkRoutes } from '../../../shared/api/routes/help-desk-talk.ts'

const calls: Record<string, Route> = {
  ...helpDeskSeeRoutes,
  ...helpDeskActRoutes,
  ...helpDeskTalkRoutes,
  ...helpDeskApprovalsRoutes,
  ...helpDeskIncidentsRoutes,
}

test.each(Object.entries(calls))('%s is for others by right, or for the desktop of whoever asks', (_, route) => {
  const forOthers = route.path.startsWith('/api/v1/help-desk/')
  expect(forOthers).toBe(route.right !== 'own')
  if (!forOthers) expect(route.path).toContain('/desktops/:desktopId/')
})

test('what is acted on for others takes a reason; so does a refusal', () => {
  const without = Object.entries(calls).filter(
    ([, { method, right, body }]) =>
      method !== 'GET' &&
      right !== 'own' &&
      body?.safeParse({ key: crypto.randomUUID(), generation: 0 }).success === true,
  )
  expect(without).toEqual([])
  expect(Decide.safeParse({ agree: false }).success).toBe(false)
  expect(Decide.safeParse({ agree: true }).success).toBe(true)
})

test('no path is there twice, and nothing is told of which the reader does not know what it is', () => {
  const all = [...Object.values(calls).map(({ method, path }) => `${method} ${path}`), ...Object.values(paths)]
  expect(new Set(all).size).toBe(all.length)
  expect(HelpDeskEvent.safeParse({ type: 'look-again' }).success).toBe(true)
})
