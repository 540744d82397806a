import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { BrokerEvent } from '../../shared/api/event.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { EVENTS_PATH } from '../../shared/api/routes.ts'
import type { OutboxEvent } from '../events/outbox.ts'
import type { Principal } from '../identity/sessions.ts'
import { problemResponses } from './api.ts'
import { principalOf } from './authentication.ts'
import { Bell } from './bell.ts'
import type { DesktopsPort, OutboxPort, PressesPort, RescuesPort, TailPort } from './ports.ts'
import { signedInCall } from './route-problems.ts'

export interface EventStreamParts {
  readonly desktops: DesktopsPort
  readonly presses: PressesPort
  readonly rescues: RescuesPort
  readonly outbox: OutboxPort
  readonly tail: TailPort
  /** Whether a session goes on. */
  readonly isOpen: (sessionId: string) => Promise<boolean>
}

const HEARTBEAT_MS = 10_000
const BATCH = 500

/** `GET /api/v1/events`: what changes for the person who is signed in, until their session ends. */
export function registerEventStream(app: FastifyInstance, parts: EventStreamParts): void {
  app.get(
    EVENTS_PATH,
    {
      config: { call: 'events' },
      schema: {
        operationId: 'events',
        summary: 'What changes, as server-sent events: my desktops as they are now, then each change as it comes',
        headers: z.object({ 'last-event-id': z.string().optional() }),
        response: {
          200: {
            description: 'Each event: its type, its place as id, and as data a BrokerEvent',
            content: { 'text/event-stream': { schema: BrokerEvent } },
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

/**
 * The stream's text. A reader who is slow is waited for, and then told once how things are by then, however often they
 * changed in between.
 */
async function* framesFor(
  { desktops, presses, rescues, outbox, tail, isOpen }: EventStreamParts,
  { personId, sessionId, desktopId: only }: Principal,
  last: number | null,
  gone: AbortSignal,
): AsyncGenerator<string> {
  const bell = new Bell(gone)
  const stopListening = tail.listen((event) => {
    if (event.person_id === personId) bell.ring()
  })
  const viewOf = async (type: OutboxEvent['type'], subject: string): Promise<BrokerEvent | null> => {
    try {
      if (type === 'desktop') return { type, desktop: await desktops.one(personId, subject) }
      if (type === 'recovery') return { type, recovery: await presses.view(personId, subject) }
      if (type === 'leftovers') return { type, leftovers: await rescues.leftovers(personId, subject) }
      if (type === 'rescue') return { type, rescue: await rescues.view(personId, subject) }
      return null
    } catch (error) {
      // What was told may meanwhile be somebody else's.
      if (error instanceof ProblemError && error.problem.status === 404) return null
      throw error
    }
  }
  try {
    // Headers leave with the first bytes; some proxies too wait for those.
    yield ': this is the event stream\n\n'
    const newest = await outbox.newest()
    for (const desktop of await desktops.ofPerson(personId))
      if (only === null || desktop.id === only) yield frame(newest, { type: 'desktop', desktop })
    // It may have ended before anybody listened here.
    if (!(await isOpen(sessionId))) {
      yield frame(newest, { type: 'session-ended' })
      return
    }
    // A place beyond the newest is one of a store that was there before this one.
    let seq = last === null || last > newest ? newest : last
    while (!gone.aborted) {
      const told = await outbox.since(personId, seq, BATCH)
      for (const { seq: place, type, subject } of lastOfEach(told)) {
        // Asked anew each time: a reader may have been so slow that it ended meanwhile.
        if (!(await isOpen(sessionId))) {
          yield frame(place, { type: 'session-ended' })
          return
        }
        const event = await viewOf(type, subject)
        if (event !== null && (only === null || desktopOf(event) === only)) yield frame(place, event)
      }
      seq = told.at(-1)?.seq ?? seq
      if (told.length < BATCH && !(await bell.rings(HEARTBEAT_MS))) yield ': here\n\n'
    }
  } finally {
    stopListening()
  }
}

function desktopOf(event: BrokerEvent): string | null {
  switch (event.type) {
    case 'desktop':
      return event.desktop.id
    case 'recovery':
      return event.recovery.desktopId
    case 'leftovers':
      return event.leftovers.desktopId
    case 'rescue':
      return event.rescue.desktopId
    case 'session-ended':
      return null
  }
}

function frame(seq: number, event: BrokerEvent): string {
  return `id: ${seq}\nevent: ${event.type}\ndata: ${JSON.stringify(BrokerEvent.parse(event))}\n\n`
}

/** Of several changes of one thing the last is enough: it is fetched as it is now anyway. */
export function lastOfEach(told: readonly OutboxEvent[]): OutboxEvent[] {
  const last = new Map(told.map((event) => [`${event.type} ${event.subject}`, event]))
  return [...last.values()].sort((a, b) => a.seq - b.seq)
}
