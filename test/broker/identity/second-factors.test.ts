import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '../../../shared/api/problem.ts'
import type { BrokerClient } from '../../../shared/client/broker-client.ts'
import { type EdgeRig, openEdge, passwords } from '../edge-rig.ts'

const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })
/** The clock of the store, moved on by steps of a code. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

describe('a second factor', () => {
  let rig: EdgeRig
  let secret = ''
  let recoveryCodes: string[] = []
  beforeAll(async () => {
    rig = await openEdge({}, null, { secondFactor: { administrator: 'required', auditor: 'optional' } })
  })
  afterAll(() => rig.close())

  const body = { name: 'hal', password: passwords.hal, keep: 'token' } as const
  async function ask() {
    const told: unknown = await rig
      .client(null)
      .call('signIn', { body })
      .catch((error: unknown) => error)
    if (!(told instanceof ProblemError) || told.problem.secondFactor === undefined) throw new Error(String(told))
    expect(told).toMatchObject(named('second-factor-needed'))
    return told.problem.secondFactor
  }
  const step = (more: object, ticket: string) =>
    rig.client(null).call('secondStep', { body: { ticket, keep: 'token', ...more } as never })
  /** As if a later code's time had come: the last one used is forgotten. */
  const later = () => rig.store.db.updateTable('totp').set({ last_step: 0 }).execute()

  test('is set up on the way in by whoever needs one', async () => {
    const { ticket, methods, enrol } = await ask()
    expect([methods, enrol]).toEqual([[], true])
    const begun = await rig.client(null).call('secondStepTotp', { body: { ticket } })
    expect(begun.uri).toContain('otpauth://totp/Daruma:hal?')
    secret = begun.secret
    await expect(step({ code: codeOf(secret, 5) }, ticket)).rejects.toMatchObject(named('wrong-code'))
    const entered = await step({ code: codeOf(secret) }, ticket)
    recoveryCodes = entered.recoveryCodes ?? []
    expect(recoveryCodes).toHaveLength(10)
    expect(await rig.client(entered.token ?? null).call('people', { query: { limit: 1 } })).toMatchObject({ total: 3 })
    const kept = JSON.stringify(await rig.store.db.selectFrom('totp').selectAll().execute())
    expect(kept).not.toContain(secret)
    const digests = JSON.stringify(await rig.store.db.selectFrom('recovery_code').selectAll().execute())
    expect(digests).not.toContain(recoveryCodes[0])
  })

  test('counts once: neither a code nor a ticket comes again', async () => {
    const [one, two] = [await ask(), await ask()]
    expect(one).toMatchObject({ methods: ['totp', 'recovery-code'], enrol: false })
    // Of the step that the enrolment has used.
    await expect(step({ code: codeOf(secret, -1) }, one.ticket)).rejects.toMatchObject(named('wrong-code'))
    await later()
    const code = codeOf(secret)
    const tries = await Promise.allSettled([step({ code }, one.ticket), step({ code }, two.ticket)])
    expect(tries.map((t) => t.status).sort()).toEqual(['fulfilled', 'rejected'])
    await later()
    const spent = tries[0].status === 'fulfilled' ? one.ticket : two.ticket
    await expect(step({ code }, spent)).rejects.toMatchObject(named('wrong-code'))
    await expect(step({ code }, 'x'.repeat(43))).rejects.toMatchObject(named('wrong-code'))
    // Nobody who has one sets up another by a ticket alone.
    const { ticket } = await ask()
    await expect(rig.client(null).call('secondStepTotp', { body: { ticket } })).rejects.toMatchObject(
      named('wrong-code'),
    )
    await rig.store.db.updateTable('sign_in_ticket').set({ expires_at: 1 }).execute()
    await expect(step({ code }, ticket)).rejects.toMatchObject(named('wrong-code'))
  })

  test('may be a recovery code, each once', async () => {
    const [code = ''] = recoveryCodes
    expect((await step({ recoveryCode: ` ${code.toUpperCase()} ` }, (await ask()).ticket)).token).toBeDefined()
    await expect(step({ recoveryCode: code }, (await ask()).ticket)).rejects.toMatchObject(named('wrong-code'))
    expect(await rig.audit('second-factor.recovery-code-used')).toHaveLength(1)
  })

  test('may be a passkey, which signs for this place and this challenge alone', async () => {
    await later()
    const entered = await step({ code: codeOf(secret) }, (await ask()).ticket)
    const hal = rig.client(entered.token ?? null)
    const authenticator = new Authenticator('https://desktops.example.org')
    const { options } = await hal.call('beginPasskey')
    const strange = new Authenticator('https://evil.example')
    const add = (response: object) => hal.call('addPasskey', { body: { name: 'key', response: response as never } })
    await expect(add(strange.register(options))).rejects.toMatchObject(named('wrong-code'))
    expect(await add(authenticator.register(options))).toEqual({ recoveryCodes: [] })
    expect(await hal.call('secondFactors')).toMatchObject({
      totp: true,
      passkeys: [{ name: 'key' }],
      policy: 'required',
    })

    const challenge = async (ticket: string) =>
      (await rig.client(null).call('secondStepPasskey', { body: { ticket } })).options
    const [one, two] = [await ask(), await ask()]
    expect(one.methods).toEqual(['totp', 'passkey', 'recovery-code'])
    const signed = authenticator.sign(await challenge(one.ticket))
    await challenge(two.ticket)
    await expect(step({ passkey: signed }, two.ticket)).rejects.toMatchObject(named('wrong-code'))
    expect((await step({ passkey: signed }, one.ticket)).token).toBeDefined()
    await expect(step({ passkey: signed }, one.ticket)).rejects.toMatchObject(named('wrong-code'))
    // A copy of it that lags behind.
    authenticator.counter = 0
    const { ticket } = await ask()
    await expect(step({ passkey: authenticator.sign(await challenge(ticket)) }, ticket)).rejects.toMatchObject(
      named('wrong-code'),
    )
  })

  test('is asked of nobody who wants their own desktops alone, and then they have no more', async () => {
    const own = await rig.client(null).call('signIn', { body: { ...body, ownOnly: true } })
    expect(own.person).toMatchObject({ role: 'user', rights: {} })
    const hal = rig.client(own.token ?? null)
    expect(await hal.call('desktops')).toEqual([])
    await expect(hal.call('people', { query: { limit: 1 } })).rejects.toMatchObject(named('not-allowed'))
    await expect(hal.call('beginTotp')).rejects.toMatchObject(named('sign-in-again'))
    expect(await rig.client(await rig.signIn('ada')).call('session')).toMatchObject({ person: { role: 'user' } })
  })

  test('is changed by nobody who did not sign in just now', async () => {
    await later()
    const entered = await step({ code: codeOf(secret) }, (await ask()).ticket)
    const hal: BrokerClient = rig.client(entered.token ?? null)
    await rig.store.db
      .updateTable('session')
      .set({ created_at: Date.now() - 16 * 60_000 })
      .execute()
    for (const refused of [() => hal.call('beginTotp'), () => hal.call('removeTotp'), () => hal.call('beginPasskey')])
      await expect(refused()).rejects.toMatchObject(named('sign-in-again'))
  })

  test('is not guessed: five wrong codes, whatever the tickets, and none is looked at', async () => {
    await later()
    for (let tries = 0; tries < 5; tries++)
      await expect(step({ code: codeOf(secret, 9) }, (await ask()).ticket)).rejects.toMatchObject(named('wrong-code'))
    await expect(step({ code: codeOf(secret) }, (await ask()).ticket)).rejects.toMatchObject(named('too-many-tries'))
  })
})

/** What a browser and its key make, by hand. */
class Authenticator {
  counter = 0
  readonly #origin: string
  readonly #id = randomBytes(16)
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  constructor(origin: string) {
    this.#origin = origin
  }

  register(options: Record<string, unknown>) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const coordinate = (text: string) => Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(text, 'base64url')])
    // COSE: EC2, ES256, P-256, x, y.
    const key = Buffer.concat([
      Buffer.from('a5010203262001', 'hex'),
      Buffer.from([0x21]),
      coordinate(x),
      Buffer.from([0x22]),
      coordinate(y),
    ])
    const length = Buffer.from([0, this.#id.length])
    const data = Buffer.concat([this.#data(0x41), Buffer.alloc(16), length, this.#id, key])
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ])
    return this.#credential({
      clientDataJSON: this.#clientData('webauthn.create', options),
      attestationObject: attestation.toString('base64url'),
      transports: ['usb'],
    })
  }

  sign(options: Record<string, unknown>) {
    this.counter++
    const data = this.#data(0x01)
    const clientDataJSON = this.#clientData('webauthn.get', options)
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    const signature = sign('sha256', Buffer.concat([data, hash]), this.#keys.privateKey)
    return this.#credential({
      clientDataJSON,
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    })
  }

  #data(flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([
      createHash('sha256').update(new URL(this.#origin).hostname).digest(),
      Buffer.from([flags]),
      counter,
    ])
  }

  #clientData(type: string, { challenge }: Record<string, unknown>): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin })).toString('base64url')
  }

  #credential(response: object) {
    const id = this.#id.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }
}
