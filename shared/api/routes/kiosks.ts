import { z } from 'zod'
import { Kiosk, KioskApproval, KioskAsk, KioskChange, KioskId, KioskSignIn, KioskStanding, Kiosks } from '../kiosk.ts'
import type { Route } from '../route.ts'
import { SignedIn } from '../session.ts'

const kiosk = z.strictObject({ kioskId: KioskId })
const nothing = z.null()

export const kiosksRoutes = {
  kioskStanding: {
    method: 'POST',
    path: '/api/v1/kiosk',
    body: KioskAsk,
    right: 'open',
    status: 200,
    response: KioskStanding,
    problems: ['too-many-enrolments'],
    summary: 'Asked by a kiosk, signed: whether it is enrolled; if not, the code by which an administrator enrols it',
  },
  kioskSignIn: {
    method: 'POST',
    path: '/api/v1/kiosk/session',
    body: KioskSignIn,
    right: 'open',
    status: 201,
    response: SignedIn,
    problems: ['too-many-tries', 'kiosk-not-enrolled', 'wrong-pin', 'not-assigned', 'account-locked'],
    summary: 'Asked by an assigned kiosk, signed: open its desktop for the owner',
  },
  kiosks: {
    method: 'GET',
    path: '/api/v1/kiosks',
    right: 'kiosks.see',
    status: 200,
    response: Kiosks,
    summary: 'All kiosks',
  },
  approveKiosk: {
    method: 'POST',
    path: '/api/v1/kiosks',
    body: KioskApproval,
    right: 'kiosks.manage',
    status: 201,
    response: Kiosk,
    problems: ['kiosk-name-taken', 'unknown-desktop', 'unknown-code', 'too-many-tries'],
    summary: 'Enrol the kiosk that shows a code',
  },
  changeKiosk: {
    method: 'POST',
    path: '/api/v1/kiosks/:kioskId',
    params: kiosk,
    body: KioskChange,
    right: 'kiosks.manage',
    status: 200,
    response: Kiosk,
    problems: ['kiosk-name-taken', 'unknown-desktop', 'unknown-kiosk'],
    summary:
      'Change its name, what it is for, or its PINs; who is signed in there is signed out unless only name or place change',
  },
  revokeKiosk: {
    method: 'DELETE',
    path: '/api/v1/kiosks/:kioskId',
    params: kiosk,
    right: 'kiosks.manage',
    status: 204,
    response: nothing,
    problems: ['unknown-kiosk'],
    summary: 'Never trust its key again; sessions and consoles there end at once',
  },
} as const satisfies Record<string, Route>
