import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { HelpDeskEvent } from '../../shared/api/help-desk/event.ts'
import { HELP_DESK_EVENTS_PATH } from '../../shared/api/help-desk/paths.ts'
import { viewsOf } from '../help-desk/events.ts'
import type { HelpDesk } from '../help-desk/help-desk.ts'
import type { Principal } from '../identity/sessions.ts'
import type { Store } from '../store/store.ts'
import { problemResponses } from './api.ts'
import { principalOf } from './authentication.ts'
import { Bell } from './bell.ts'
import { lastOfEach } from './event-stream.ts'
import type { HelpDeskOutboxPort, TailPort } from './ports.ts'
import { signedInCall } from './route-problems.ts'

export interface HelpDeskStreamParts {
  readonly store: Store
  readonly helpDesk: HelpDesk
  readonly outbox: HelpDeskOutboxPort
  readonly tail: TailPort
  readonly isOpen: (sessionId: string) => Promise<boolean>
}

const HEARTBEAT_MS = 10_000
const BATCH = 500
/** What changes several times within this is told once. */
const PAUSE_MS = 200

/** `GET /api/v1/help-desk/events`: what changes of all that whoever is signed in may see, until their session ends. */
export function registerHelpDeskStream(app: FastifyInstance, parts: HelpDeskStreamParts): void {
  app.get(
    HELP_DESK_EVENTS_PATH,
    {
      config: { call: 'helpDeskEvents', right: 'desktops.see' },
      schema: {
        operationId: 'helpDeskEvents',
        summary: 'What changes, as server-sent events, of the desktops that whoever asks may see',
        headers: z.object({ 'last-event-id': z.string().optional() }),
        response: {
          200: {
            description: 'Each event: its type, its place as id, and as data a HelpDeskEvent',
            content: { 'text/event-stream': { schema: HelpDeskEvent } },
          },
          ...problemResponses(signedInCall),
        },
      },
    },
    (request, reply) => {
      const gone = new AbortController()
      reply.raw.on('close', () => gone.abort())
      const last = /^\d{1,15}$/.exec(String(request.headers['last-event-id'] ?? ''))?.[0]
      const frames = framesFor(parts, principalOf(request), last === undefined ? null : Number(last), gone.signal)
      void reply.header('x-accel-buffering', 'no').type('text/event-stream')
      return reply.send(Readable.from(frames, { objectMode: false }))
    },
  )
}

async function* framesFor(
  { store, helpDesk, outbox, tail, isOpen }: HelpDeskStreamParts,
  principal: Principal,
  last: number | null,
  gone: AbortSignal,
): AsyncGenerator<string> {
  const bell = new Bell(gone)
  const stopListening = tail.listen(() => bell.ring())
  try {
    yield ': this is the event stream\n\n'
    const newest = await outbox.newest()
    // What was told between is forgotten, or of a store that was there before this one.
    const missed = last === null || last > newest || last + 1 < (await outbox.oldest())
    let seq = missed ? newest : last
    if (missed) yield frame(seq, { type: 'look-again' })
    while (!gone.aborted) {
      if (!(await isOpen(principal.sessionId))) {
        yield frame(seq, { type: 'session-ended' })
        return
      }
      const told = await outbox.sinceOfAll(seq, BATCH)
      for (const { seq: place, event } of await viewsOf(store, helpDesk, principal, lastOfEach(told)))
        yield frame(place, event)
      seq = told.at(-1)?.seq ?? seq
      if (told.length === BATCH) continue
      if (await bell.rings(HEARTBEAT_MS)) await delay(PAUSE_MS)
      else yield ': here\n\n'
    }
  } finally {
    stopListening()
  }
}

function frame(seq: number, event: HelpDeskEvent): string {
  return `id: ${seq}\nevent: ${event.type}\ndata: ${JSON.stringify(HelpDeskEvent.parse(event))}\n\n`
}
