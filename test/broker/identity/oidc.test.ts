import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OidcSignIn } from '../../../broker/identity/oidc/oidc-sign-in.ts'
import type { OidcSettings } from '../../../broker/identity/oidc/settings.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

const PUBLIC = 'https://desktops.example.org'
const CALLBACK = `${PUBLIC}/api/v1/sign-in/oidc/callback`
const groups = { ann: ['helpdesk', 'Finance-Lead', 'of no meaning'], ben: [], ada: ['helpdesk'] }

async function startProvider(skewMs: number): Promise<{ issuer: string; stop: () => Promise<unknown> }> {
  const file = join(import.meta.dirname, '../../rigs/oidc-provider.ts')
  const worker = new Worker(file, { workerData: { redirect: CALLBACK, skewMs, groups }, stdout: true, stderr: true })
  const [issuer] = (await once(worker, 'message')) as [string]
  return { issuer, stop: () => worker.terminate() }
}

const settingsFor = (issuer: string, more: Partial<OidcSettings> = {}): OidcSettings => ({
  label: 'Office',
  issuer,
  clientId: 'daruma',
  clientSecret: async () => 'a secret of the client',
  scopes: ['openid', 'profile'],
  nameClaim: 'preferred_username',
  displayNameClaim: 'name',
  groupsClaim: 'groups',
  clockSkewSeconds: 60,
  onlyGroups: false,
  groups: [
    { group: 'helpdesk', role: 'helpdesk-junior', pools: null },
    { group: 'finance-lead', role: 'helpdesk-senior', pools: ['finance'] },
  ],
  ...more,
})

/** A browser without a page: it keeps cookies, and follows where it is sent. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>()
  readonly #rig: EdgeRig

  constructor(rig: EdgeRig) {
    this.#rig = rig
  }

  /** Follows redirects until a page, or until `stopAt` would be asked. */
  async go(address: string, stopAt = 'nowhere', form?: Record<string, string>): Promise<{ url: string; text: string }> {
    // What is served at the public address is the broker of the test.
    const url = new URL(address.replace(PUBLIC, this.#rig.address))
    if (url.href.includes(stopAt)) return { url: url.href, text: '' }
    const jar = this.#cookies.get(url.origin) ?? new Map<string, string>()
    this.#cookies.set(url.origin, jar)
    const answer = await fetch(url, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) return { url: url.href, text: await answer.text() }
    return this.go(new URL(location, url).href, stopAt)
  }

  /** Signs in at the provider, and lets it be told who that is. Answers with where it ends. */
  async signIn(login: string, stopAt?: string): Promise<string> {
    const page = await this.go(`${this.#rig.address}/api/v1/sign-in/oidc?page=/admin/people`)
    if (!page.url.includes('/interaction/')) return page.url
    const asked = await this.go(page.url, undefined, { prompt: 'login', login, password: 'any' })
    if (!asked.url.includes('/interaction/')) return asked.url
    return (await this.go(asked.url, stopAt, { prompt: 'consent' })).url
  }

  token(): string | undefined {
    return this.#cookies.get(this.#rig.address)?.get('daruma')
  }

  has(name: string): boolean {
    return this.#cookies.get(this.#rig.address)?.has(name) === true
  }
}

describe('signing in at an OIDC provider', () => {
  let rig: EdgeRig
  let provider: Awaited<ReturnType<typeof startProvider>>
  beforeAll(async () => {
    provider = await startProvider(0)
    rig = await openEdge({}, null, { oidc: settingsFor(provider.issuer) })
  }, 120_000)
  afterAll(async () => {
    await rig.close()
    await provider.stop()
  })

  test('makes an account with what the groups mean, and comes back to the page', async () => {
    const browser = new Browser(rig)
    expect(new URL(await browser.signIn('ann')).pathname).toBe('/admin/people')
    expect(browser.has('daruma-attempt')).toBe(false)
    const session = await rig.client(browser.token() ?? null).call('session')
    expect(session.person).toMatchObject({ name: 'ann', displayName: 'ann of the provider', role: 'helpdesk-senior' })
    expect(session.person.rights).toMatchObject({ 'desktops.recover': 'all', 'desktops.rebuild': ['finance'] })
    expect(session.person.rights?.['kiosks.manage']).toBeUndefined()
    const hal = rig.client(await rig.signIn('hal'))
    const { people } = await hal.call('people', { query: { source: 'oidc', limit: 9 } })
    const page = await hal.call('person', { params: { personId: people[0]?.id ?? '' } })
    expect(page.roles).toEqual([
      { role: 'user', pools: null, group: null },
      { role: 'helpdesk-senior', pools: ['finance'], group: 'finance-lead' },
      { role: 'helpdesk-junior', pools: null, group: 'helpdesk' },
    ])
    await new Browser(rig).signIn('ann')
    expect((await rig.store.db.selectFrom('person').select('id').where('source', '=', 'oidc').execute()).length).toBe(1)
  })

  test('refuses a name that is somebody else’s here', async () => {
    expect(await new Browser(rig).signIn('ada')).toContain('/?problem=account-locked')
    expect(await rig.store.db.selectFrom('person').select('sign_in').where('name', '=', 'ada').execute()).toEqual([
      { sign_in: 'password' },
    ])
  })

  test('ends once, for the browser that began it', async () => {
    const [browser, thief] = [new Browser(rig), new Browser(rig)]
    const back = await browser.signIn('ben', '/oidc/callback?')
    expect(new URL(back).searchParams.get('code')).toBeTruthy()
    // Somebody else's, brought to a browser that began nothing, or something else.
    expect((await thief.go(back)).url).toContain('problem=sign-in-failed')
    await thief.go(`${rig.address}/api/v1/sign-in/oidc`)
    expect((await thief.go(back)).url).toContain('problem=sign-in-failed')
    expect(thief.token()).toBeUndefined()
    const changed = new URL(back)
    changed.searchParams.set('state', 'x'.repeat(43))
    expect((await browser.go(changed.href)).url).toContain('problem=sign-in-failed')
    expect(new URL((await browser.go(back)).url).pathname).toBe('/admin/people')
    expect(browser.token()).toBeDefined()
    expect((await browser.go(back)).url).toContain('problem=sign-in-failed')
  })

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/a\\b', 'admin'])(
    'goes to pages of its own alone: %s',
    async (page) => {
      await fetch(`${rig.address}/api/v1/sign-in/oidc?page=${encodeURIComponent(page)}`, { redirect: 'manual' })
      const last = await rig.store.db.selectFrom('oidc_attempt').select('page').orderBy('expires_at', 'desc').execute()
      expect(last[0]?.page).toBe('/')
    },
  )

  test('lets nobody in whose groups mean nothing, where that is asked for', async () => {
    const strict = new OidcSignIn(rig.store, settingsFor(provider.issuer, { onlyGroups: true }), () => CALLBACK)
    const { url, browser } = await strict.begin('/')
    const person = new Browser(rig)
    const asked = await person.go((await person.go(url.href)).url, undefined, {
      prompt: 'login',
      login: 'ben',
      password: 'x',
    })
    const back = await person.go(asked.url, '/oidc/callback?', { prompt: 'consent' })
    await expect(strict.end(new URL(back.url).searchParams, browser)).rejects.toThrow('None of your groups')
  })

  // What it gives counts for an hour by its own clock; ours may differ from that by as much as was said.
  test.each([
    [600_000, '/admin/people'],
    [-3_650_000, '/admin/people'],
    [-7_200_000, '/?problem=sign-in-failed'],
  ])('bears a provider whose clock is off by %i ms, as far as it should', async (skewMs, ends) => {
    const other = await startProvider(skewMs)
    const edge = await openEdge({}, null, { oidc: settingsFor(other.issuer, { clockSkewSeconds: 600 }) })
    try {
      const url = new URL(await new Browser(edge).signIn('ben'))
      expect(url.pathname + url.search).toBe(ends)
    } finally {
      await edge.close()
      await other.stop()
    }
  })

  test('tells that the provider is not there, and people with passwords come in', async () => {
    const edge = await openEdge({}, null, { oidc: settingsFor('http://127.0.0.1:9') })
    try {
      expect(await new Browser(edge).signIn('ben')).toContain('/admin/people?problem=directory-unreachable')
      expect(await edge.signIn('ada')).toMatch(/^[\w-]{43}$/)
    } finally {
      await edge.close()
    }
  })
})
