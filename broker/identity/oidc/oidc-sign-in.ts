import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { z } from 'zod'
import { ProblemError } from '../../../shared/api/problem.ts'
import { clock, type Store } from '../../store/store.ts'
import { type ExternalPerson, meaningOf } from '../external.ts'
import { digestOf, newSecret } from '../secret.ts'
import type { OidcSettings } from './settings.ts'

const LIFE_MS = 10 * 60_000
const TIMEOUT_S = 10

/** Sign-in at an OIDC provider: by code, with PKCE, state and nonce, and bound to the browser that began it. */
export class OidcSignIn {
  readonly #store: Store
  readonly #settings: OidcSettings
  readonly #callback: () => string
  #configuration: Promise<Configuration> | null = null

  /** `callback`: where the provider sends people back to. */
  constructor(store: Store, settings: OidcSettings, callback: () => string) {
    this.#store = store
    this.#settings = settings
    this.#callback = callback
  }

  get label(): string {
    return this.#settings.label
  }

  /** Where to send the browser, and the secret that it is to keep until it comes back. */
  async begin(page: string): Promise<{ url: URL; browser: string }> {
    const configuration = await this.#discovered()
    const [state, nonce, verifier, browser] = [randomState(), randomNonce(), randomPKCECodeVerifier(), newSecret()]
    await this.#store.transaction(async (trx) => {
      const now = await clock(trx)
      await trx.deleteFrom('oidc_attempt').where('expires_at', '<=', now).execute()
      await trx
        .insertInto('oidc_attempt')
        .values({ id: digestOf(state), browser: digestOf(browser), nonce, verifier, page, expires_at: now + LIFE_MS })
        .execute()
    })
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.#callback(),
      scope: this.#settings.scopes.join(' '),
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return { url, browser }
  }

  /**
   * What a browser brought back from the provider: who it is, and the page to go to. An attempt counts once, for the browser
   * that began it. Throws `sign-in-failed`, with the page where that is known.
   */
  async end(query: URLSearchParams, browser: string): Promise<{ external: ExternalPerson; page: string }> {
    const state = query.get('state') ?? ''
    const attempt = await this.#store.transaction(async (trx) =>
      trx
        .deleteFrom('oidc_attempt')
        .where('id', '=', digestOf(state))
        .where('browser', '=', digestOf(browser))
        .where('expires_at', '>', await clock(trx))
        .returningAll()
        .executeTakeFirst(),
    )
    if (attempt === undefined) throw new ProblemError('sign-in-failed', 'It was begun elsewhere, or too long ago.')
    const configuration = await this.#discovered()
    const address = new URL(this.#callback())
    address.search = query.toString()
    const tokens = await authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: attempt.verifier,
      expectedState: state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    }).catch((cause: unknown) => {
      throw new ProblemError('sign-in-failed', undefined, { cause })
    })
    const claims = tokens.claims()
    if (claims === undefined) throw new ProblemError('sign-in-failed')
    const { nameClaim, displayNameClaim, groupsClaim } = this.#settings
    const whole = [nameClaim, displayNameClaim, groupsClaim].every((claim) => claims[claim] !== undefined)
    const info = whole
      ? {}
      : await fetchUserInfo(configuration, tokens.access_token, claims.sub).catch((cause: unknown) => {
          throw new ProblemError('sign-in-failed', undefined, { cause })
        })
    return { external: this.#personOf({ ...info, ...claims }, claims.sub), page: attempt.page }
  }

  #personOf(claims: Record<string, unknown>, sub: string): ExternalPerson {
    const { nameClaim, displayNameClaim, groupsClaim, groups, onlyGroups, issuer } = this.#settings
    const said = Name.safeParse(claims[nameClaim])
    if (!said.success) throw new ProblemError('sign-in-failed', `The provider gives no usable ${nameClaim}.`)
    const meant = meaningOf(Groups.safeParse(claims[groupsClaim]).data ?? [], groups)
    if (onlyGroups && meant.length === 0)
      throw new ProblemError('sign-in-failed', 'None of your groups is let in here.')
    return {
      by: 'oidc',
      externalId: `${issuer} ${sub}`,
      name: said.data,
      displayName: Name.safeParse(claims[displayNameClaim]).success
        ? String(claims[displayNameClaim]).trim()
        : said.data,
      groups: meant,
    }
  }

  /** What the provider says of itself, asked once; again if it did not answer. */
  #discovered(): Promise<Configuration> {
    this.#configuration ??= this.#discover().catch((cause: unknown) => {
      this.#configuration = null
      throw new ProblemError('directory-unreachable', undefined, { cause })
    })
    return this.#configuration
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, clockSkewSeconds } = this.#settings
    const secret = await clientSecret()
    return discovery(
      new URL(issuer),
      clientId,
      { client_secret: secret, [clockTolerance]: clockSkewSeconds },
      ClientSecretPost(secret),
      // The configuration lets in no http:// but that of this machine.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out, as it does here
      { timeout: TIMEOUT_S, ...(issuer.startsWith('http://') ? { execute: [allowInsecureRequests] } : {}) },
    )
  }
}

/** As names here are: something to read, and nothing that a program of ours has. */
const Name = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s\p{Cc}:][^\p{Cc}:]{0,127}$/u)
const Groups = z.array(z.string())
