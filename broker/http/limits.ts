import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ProblemError } from '../../shared/api/problem.ts'
import type { RouteName } from '../../shared/api/routes.ts'
import type { Config } from '../config/config.ts'

/** More was asked than one session or one address may ask within a minute. */
export class TooManyRequests extends ProblemError {
  readonly waitSeconds: number

  constructor(waitSeconds: number) {
    super('too-many-requests', `The next one is heard in ${waitSeconds} s.`)
    this.waitSeconds = waitSeconds
  }
}

/**
 * What is never refused for how often it was asked: a person's press has brakes of its own, which know the desktop; and a
 * stream of events is opened anew whenever a network comes and goes.
 */
const never: ReadonlySet<string> = new Set<RouteName | 'events'>(['press', 'cancel', 'undo', 'events'])

const MINUTE_MS = 60_000
/** So many addresses or sessions are counted at once; whoever was heard of least lately is forgotten. */
const COUNTED = 20_000

type Limits = Config['limits']

/** Counts by address, before anybody knows who asks: what floods the broker costs it no look into the store. */
export async function limitAddresses(app: FastifyInstance, limits: Limits): Promise<void> {
  await app.register(rateLimit, { global: false, cache: COUNTED })
  // Who has one address of IPv6 has the 2^64 beside it, too.
  const byAddress = { timeWindow: MINUTE_MS, ipv6Subnet: 64 }
  const all = app.createRateLimit({ ...byAddress, max: limits.perAddress })
  const signIns = app.createRateLimit({ ...byAddress, max: limits.signIns })
  app.addHook('onRequest', async (request) => {
    if (!isLimited(request)) return
    refuseBeyond(await all(request))
    // A password takes a processor a while.
    if (request.routeOptions.config.call === 'signIn') refuseBeyond(await signIns(request))
  })
}

/** Counts by session, once it is known. */
export function limitSessions(app: FastifyInstance, limits: Limits): void {
  const bySession = app.createRateLimit({
    timeWindow: MINUTE_MS,
    max: limits.perSession,
    keyGenerator: ({ principal }) => principal?.sessionId ?? '',
  })
  app.addHook('onRequest', async (request) => {
    if (request.principal !== null && isLimited(request)) refuseBeyond(await bySession(request))
  })
}

function isLimited({ url, routeOptions }: FastifyRequest): boolean {
  return url.startsWith('/api/') && !never.has(routeOptions.config.call ?? '')
}

function refuseBeyond(counted: Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>): void {
  if (!counted.isAllowed && counted.isExceeded) throw new TooManyRequests(counted.ttlInSeconds)
}
