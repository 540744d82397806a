import { z } from 'zod'
import { Moment } from './ids.ts'

/**
 * Everything that can go wrong and is said to a client: what happened, and what can be done. The sentences here are the
 * defaults; whoever raises one may say it more exactly. Status codes are HTTP's.
 */
export const problems = {
  'bad-request': [400, 'The request was not understood.', 'Correct what is named and send it again.'],
  'wrong-password': [
    401,
    'Name and password do not go together.',
    'Try again, or ask the help desk for a new password.',
  ],
  'not-signed-in': [401, 'You are not signed in, or your session has ended.', 'Sign in again.'],
  'second-factor-needed': [401, 'A second factor is needed.', 'Show it: a code, a passkey or a recovery code.'],
  'wrong-code': [401, 'That does not count, or not any more.', 'Try the next code, or sign in again.'],
  'new-password-needed': [401, 'This password is for the first time alone.', 'Choose one of your own.'],
  'weak-password': [400, 'This is not enough of a new password.', 'Choose another one.'],
  'sign-in-again': [403, 'For this, you have to have signed in just now.', 'Sign in again, then try again.'],
  'sign-in-failed': [401, 'The sign-in elsewhere did not come to its end.', 'Try again, or sign in another way.'],
  'directory-unreachable': [
    503,
    'The directory that knows your password does not answer.',
    'Try again in a few minutes, or call the help desk.',
  ],
  'no-directory': [400, 'There is no such way to sign in here.', 'Choose another one.'],
  'unknown-person': [404, 'There is no such person.', 'Choose one from the list.'],
  'person-name-taken': [409, 'Somebody else has this name.', 'Choose another name.'],
  'person-in-use': [409, 'This person is still needed.', 'Lock the account instead, or free it from what is named.'],
  'kept-elsewhere': [409, 'This is said elsewhere: by the configuration, or by a directory.', 'Change it there.'],
  'not-yourself': [409, 'Nobody does this to their own account.', 'Ask another administrator.'],
  'unknown-session': [404, 'There is no such session, or it has ended.', 'Look at the list as it is now.'],
  'unknown-token': [404, 'There is no such token, or it was revoked.', 'Look at the list as it is now.'],
  'too-many-tries': [429, 'Too many wrong passwords for this name.', 'Wait a few minutes, then try again.'],
  'not-allowed': [403, 'Your role does not allow this.', 'Ask somebody whose role does.'],
  'account-locked': [403, 'This account is locked.', 'Ask the help desk why, and to unlock it.'],
  'kiosks-only': [403, 'People sign in at kiosks alone here.', 'Sign in at a kiosk, or ask the help desk.'],
  'kiosk-not-enrolled': [
    403,
    'This kiosk is not enrolled.',
    'Tell an administrator the code on its screen, who lets it in.',
  ],
  'kiosk-revoked': [403, 'This kiosk may not be used any more.', 'Use another, or call the help desk.'],
  'bad-signature': [401, "The kiosk's signature does not fit the request.", 'Start the kiosk again, or enrol it anew.'],
  'clock-differs': [
    401,
    "The kiosk's clock differs too much from that of the service.",
    'Sign again by the time told.',
  ],
  replayed: [401, 'This signed request was heard before.', 'Sign it anew.'],
  'too-many-enrolments': [429, 'Too many kiosks wait to be enrolled.', 'Wait a few minutes, then try again.'],
  'unknown-code': [
    404,
    'No kiosk shows this code now.',
    'Read it again from its screen: it changes after some minutes.',
  ],
  'unknown-kiosk': [404, 'There is no such kiosk.', 'Choose one from the list.'],
  'kiosk-name-taken': [409, 'Another kiosk has this name.', 'Choose another name.'],
  'not-assigned': [409, 'This kiosk is not assigned to a desktop.', 'Sign in with name and password.'],
  'wrong-pin': [401, 'That is not the PIN.', 'Try again, or ask the help desk for a new one.'],
  'open-elsewhere': [409, 'This desktop is open elsewhere.', 'Bring it here, or sign out here.'],
  'forbidden-origin': [
    403,
    'This page may not speak to the desktop service.',
    'Open the page from the service itself.',
  ],
  'unknown-desktop': [404, 'There is no such desktop among yours.', 'Choose one of your desktops.'],
  'unknown-recovery': [404, 'There is no such recovery of your desktops.', 'Look at the desktop for its latest one.'],
  'unknown-point': [404, 'There is no such restore point of this desktop.', 'Choose one from the list.'],
  'unknown-path': [404, 'There is nothing at this address.', 'See the API description at /api/openapi.json.'],
  'wrong-type': [415, 'The request is of a kind that is not read here.', 'Send it as application/json.'],
  'too-large': [413, 'The request is larger than allowed.', 'Send less.'],
  'no-known-good': [
    409,
    'This desktop has no restore point that was proven to work yet.',
    'Wait until its first check has passed, or call the help desk.',
  ],
  busy: [409, 'Something else is being done to this desktop.', 'Wait for it to end, then try again.'],
  'changed-meanwhile': [409, 'Somebody else changed it since you looked.', 'Look at it as it is now, then change it.'],
  'impossible-policy': [400, 'What is said does not go together.', 'Correct what is named and send it again.'],
  'unknown-place': [404, 'There is no such pool or desktop.', 'Name one that the configuration has.'],
  'unknown-announcement': [404, 'Nothing of this id was announced.', 'Announce it anew.'],
  'key-used': [409, 'This press was sent before, for something else.', 'Press again.'],
  'out-of-date': [409, 'The desktop was recovered since you looked.', 'Look at it as it is now.'],
  'no-room': [507, 'There is no room to keep what you had.', 'Call the help desk: they can make room.'],
  'too-many-presses': [
    429,
    'This desktop was recovered many times within an hour.',
    'Call the help desk: more of the same will not help. Or wait until then.',
  ],
  'too-many-requests': [
    429,
    'More was asked from here than is answered within a minute.',
    'Wait a minute, then try again.',
  ],
  'too-late-to-cancel': [
    409,
    'It is being done already.',
    'Let it end; what it replaces is kept, and can be had back.',
  ],
  'undo-gone': [409, 'There is nothing kept to go back to.', 'Call the help desk.'],
  'undo-not-possible': [409, 'This recovery cannot be undone.', 'Call the help desk.'],
  'no-rescue': [
    501,
    'Getting files back from what was kept is not set up here.',
    'Call the help desk: what you had is kept.',
  ],
  'unknown-rescue': [404, 'There is no such copy of yours.', 'Look at the recovery for its latest one.'],
  'no-leftovers': [
    409,
    'There is no list of what was kept, or not yet.',
    'Wait until it is made, or call the help desk.',
  ],
  'leftovers-gone': [409, 'What was kept is not kept any more.', 'Call the help desk.'],
  'no-share': [409, 'This desktop has no share to copy to.', 'Call the help desk.'],
  'rescue-runs': [409, 'Files of this desktop are being copied already.', 'Wait for it to end, then try again.'],
  'share-failed': [502, 'Your share could not be written to.', 'Try again, or call the help desk.'],
  'leftovers-unreadable': [
    500,
    'The kept disk could not be read.',
    'Undo brings back what can be; or call the help desk.',
  ],
  'not-proven': [
    409,
    'This restore point is not known to be good.',
    'Choose one that is; or, with the right to it, say that you want it all the same.',
  ],
  'no-picture': [404, 'There is no picture of this desktop.', 'It is off, or its policy shows none.'],
  'nobody-there': [
    409,
    'Nobody is at this desktop.',
    'Call its person, or write a message: it stays until it is read.',
  ],
  'help-asked': [409, 'Somebody of the help desk asks for this picture, or sees it.', 'Wait until they have ended it.'],
  'unknown-help': [404, 'Nobody asked for that.', 'Ask anew.'],
  'help-over': [409, 'This is over: it was answered, ended, or nobody answered in time.', 'Ask anew.'],
  'unknown-message': [404, 'There is no such message to you.', 'It may have been read.'],
  'unknown-offer': [404, 'Nothing of the kind is offered to you now.', 'Press Recover if your desktop needs it.'],
  'not-held': [404, 'That is not held.', 'Look at it as it is now.'],
  'no-help-needed': [409, 'This desktop does not wait for the help desk.', 'Look at it as it is now.'],
  'unknown-approval': [404, 'There is no such request.', 'Look at the list of those that wait.'],
  'approval-over': [409, 'This request was decided, or its time is over.', 'Look at it as it is now.'],
  'own-request': [403, 'You asked for this yourself.', 'Somebody else has to agree.'],
  'approval-waits': [
    409,
    'Something else waits for a second person here.',
    'Wait until it is decided, or withdraw it.',
  ],
  'unknown-incident': [404, 'There is no such incident.', 'Look at the list.'],
  'incident-closed': [409, 'This incident is closed.', 'Presses that still come open another.'],
  'desktop-off': [409, 'The desktop is not running.', 'Restart it.'],
  'ticket-refused': [401, 'This ticket is unknown, used or too old.', 'Ask for a new one.'],
  'disk-damaged': [500, 'A disk of this desktop cannot be read.', 'Call the help desk: everything was kept.'],
  'hypervisor-failed': [
    502,
    'The machine that runs the desktop did not do what was asked.',
    'Call the help desk: everything was kept.',
  ],
  'not-repaired': [500, 'It did not work this time. Your desktop is as it was.', 'Try again, or call the help desk.'],
  'needs-help': [500, 'This desktop needs the help desk. Everything was kept.', 'Call the help desk.'],
  'broker-unreachable': [503, 'The desktop service does not answer.', 'It is asked again by itself.'],
  'broker-answer-not-understood': [
    502,
    'The desktop service answered something this kiosk does not understand.',
    'Call the help desk: versions may differ.',
  ],
  internal: [500, 'Something went wrong in the desktop service.', 'Try again, or call the help desk.'],
} as const satisfies Record<string, readonly [status: number, title: string, todo: string]>

export type ProblemName = keyof typeof problems

const PREFIX = 'urn:daruma:problem:'

/** RFC 9457, with `todo`: what the reader can do about it, and `at`: which member of the request was meant. */
export const Problem = z
  .object({
    type: z.string().startsWith(PREFIX),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    todo: z.string(),
    at: z.string().optional(),
    /** From when on it can be tried again. */
    again: Moment.optional(),
    /** What time it is for the service, where that is what differs. */
    now: Moment.optional(),
    /** What can be shown to go on signing in; `enrol`: there is none yet, and one has to be set up first. */
    secondFactor: z
      .object({
        ticket: z.string(),
        methods: z.array(z.enum(['totp', 'passkey', 'recovery-code'])),
        enrol: z.boolean(),
        expiresAt: Moment,
      })
      .optional(),
    /** Where the picture of a desktop is open: at which kiosk, or in a browser, and since when. */
    elsewhere: z.object({ kiosk: z.string().nullable(), place: z.string().nullable(), since: Moment }).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

export function problem(name: ProblemName, detail?: string, at?: string): Problem {
  const [status, title, todo] = problems[name]
  return {
    type: PREFIX + name,
    title,
    status,
    todo,
    ...(detail === undefined ? {} : { detail }),
    ...(at === undefined ? {} : { at }),
  }
}

/** The name of a problem, or 'internal' for one that this version does not know. */
export function problemName(p: Problem): ProblemName {
  const name = p.type.slice(PREFIX.length)
  return name in problems ? (name as ProblemName) : 'internal'
}

/** A problem as an error, so that it can be thrown where it is found and told where there is somebody to tell. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(name: ProblemName, detail?: string, options?: ErrorOptions & { at?: string }) {
    const p = problem(name, detail, options?.at)
    super(detail === undefined ? p.title : `${p.title} ${detail}`, options)
    this.name = 'ProblemError'
    this.problem = p
  }

  /** An error for a problem that came from elsewhere. */
  static of(p: Problem): ProblemError {
    const e = new ProblemError(problemName(p), p.detail)
    Object.assign(e.problem, p)
    return e
  }

  is(name: ProblemName): boolean {
    return this.problem.type === PREFIX + name
  }
}
