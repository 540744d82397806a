import { z } from 'zod'
import { About } from '../about.ts'
import { Health } from '../health.ts'
import type { Route } from '../route.ts'
import { Session, SignedIn, SignIn } from '../session.ts'

const nothing = z.null()

export const sessionRoutes = {
  about: {
    method: 'GET',
    path: '/api/v1/about',
    right: 'plain',
    status: 200,
    response: About,
    summary: 'What a page shows before anybody is signed in',
  },
  health: {
    method: 'GET',
    path: '/api/v1/health',
    right: 'plain',
    status: 200,
    response: Health,
    summary: 'Whether the broker and what it needs work',
  },
  signIn: {
    method: 'POST',
    path: '/api/v1/session',
    body: SignIn,
    right: 'open',
    status: 201,
    response: SignedIn,
    problems: [
      'too-many-tries',
      'kiosk-not-enrolled',
      'wrong-password',
      'kiosks-only',
      'account-locked',
      'new-password-needed',
      'weak-password',
      'second-factor-needed',
      'directory-unreachable',
    ],
    summary: 'Sign in',
  },
  session: {
    method: 'GET',
    path: '/api/v1/session',
    status: 200,
    response: Session,
    right: 'own',
    summary: 'Who is signed in',
  },
  signOut: {
    method: 'DELETE',
    path: '/api/v1/session',
    right: 'own',
    status: 204,
    response: nothing,
    summary: 'Sign out; open consoles are cut',
  },
} as const satisfies Record<string, Route>
