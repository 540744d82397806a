import { z } from 'zod'
import { Announce, Announcement } from '../announcement.ts'
import { ChangePolicy, PolicyScope, PolicyVersion, PolicyView } from '../policy.ts'
import type { Route } from '../route.ts'

const policy = z.strictObject({ scope: PolicyScope })

export const policiesRoutes = {
  policy: {
    method: 'GET',
    path: '/api/v1/policies/:scope',
    params: policy,
    right: 'policies.see',
    status: 200,
    response: PolicyView,
    problems: ['unknown-place'],
    summary: 'What is said for all desktops, a pool or a desktop, and what follows',
  },
  changePolicy: {
    method: 'PUT',
    path: '/api/v1/policies/:scope',
    params: policy,
    body: ChangePolicy,
    right: 'policies.change',
    status: 200,
    response: PolicyView,
    problems: ['unknown-place', 'changed-meanwhile', 'impossible-policy'],
    summary: 'Say it anew, over the version that was seen',
  },
  policyVersions: {
    method: 'GET',
    path: '/api/v1/policies/:scope/versions',
    params: policy,
    right: 'policies.see',
    status: 200,
    response: z.array(PolicyVersion),
    problems: ['unknown-place'],
    summary: 'All that was ever said there, newest first',
  },
  announce: {
    method: 'POST',
    path: '/api/v1/announcements',
    body: Announce,
    right: 'changes.announce',
    status: 202,
    response: Announcement,
    problems: ['unknown-place', 'key-used'],
    summary: 'Tell of a change about to be made: points are taken first',
  },
  announcement: {
    method: 'GET',
    path: '/api/v1/announcements/:announcementId',
    params: z.strictObject({ announcementId: z.uuid() }),
    right: 'changes.announce',
    status: 200,
    response: Announcement,
    problems: ['unknown-announcement'],
    summary: 'Whether the points for it are taken',
  },
} as const satisfies Record<string, Route>
