import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BrokerLink } from '../../main/broker-link.ts'
import { openDeviceKey, type Sealer } from '../../main/device-key.ts'
import { KioskIdentity } from '../../main/kiosk-identity.ts'
import type { KioskState } from '../../shared/bridge.ts'
import { type EdgeRig, openEdge, passwords } from '../broker/edge-rig.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daruma-identity-'))
  file = join(folder, 'data', 'device-key')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe("the kiosk's key", () => {
  const backwards: Sealer = {
    name: 'backwards',
    seal: (text) => Buffer.from(text).reverse().toString('base64'),
    open: (sealed) => Buffer.from(sealed, 'base64').reverse().toString(),
  }

  test('is made once, and readable to its user alone', () => {
    const { publicKey } = openDeviceKey(file, null)
    expect(publicKey).toMatch(/^[\w-]{43}$/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(file, 0o644)
    expect(openDeviceKey(file, null).publicKey).toBe(publicKey)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('is sealed where something seals, and not replaced where that is gone', () => {
    const { publicKey } = openDeviceKey(file, backwards)
    expect(readFileSync(file, 'utf8')).not.toContain('BEGIN PRIVATE KEY')
    expect(openDeviceKey(file, backwards).publicKey).toBe(publicKey)
    expect(() => openDeviceKey(file, null)).toThrow(/sealed with backwards.*enrol this kiosk anew/)
  })

  test.each(['', 'plain\n', 'plain\nrubbish', '\0\0\0'])('that is broken is told, not replaced: %j', (text) => {
    openDeviceKey(file, null)
    writeFileSync(file, text)
    expect(() => openDeviceKey(file, null)).toThrow()
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
})

describe('the identity', () => {
  let rig: EdgeRig
  let link: BrokerLink
  let identity: KioskIdentity
  const told: KioskState[] = []
  const pins: (string | null)[] = []
  beforeEach(async () => {
    rig = await openEdge({
      about: { version: '1.2.3', helpDesk: null, enrolment: 'required' },
      kioskPolicy: { enrolment: 'required', browsers: true },
    })
    told.splice(0)
    pins.splice(0)
    open()
  })
  afterEach(async () => {
    identity.stop()
    link.stop()
    await rig.close()
  })

  function open(): void {
    link = new BrokerLink(
      { broker: rig.address, authority: null },
      (event) => {
        if (event.type === 'session' && event.session === null) identity.look()
      },
      () => identity.signer,
    )
    identity = new KioskIdentity({
      file,
      sealer: null,
      name: 'thin-17',
      ask: (call) => link.ask(call),
      tell: (state) => told.push(state),
      hearSettingsPin: (hash) => pins.push(hash),
    })
  }
  const until = (is: KioskState['is']) =>
    vi.waitFor(() => expect(identity.state.is).toBe(is), { timeout: 20_000, interval: 20 })
  const admin = async () => rig.client(await rig.signIn('hal'))
  const enrol = async (decided: { desktopId?: string; pin?: string } = {}) => {
    identity.look()
    await until('waiting')
    if (identity.state.is !== 'waiting') throw new Error('not waiting')
    const { code } = identity.state
    const { id } = await (await admin()).call('approveKiosk', { body: { code, name: 'K-0217', ...decided } })
    identity.look()
    await until('enrolled')
    return id
  }

  test('shows a code until it is enrolled; then people sign in, and the key is known after a restart', async () => {
    await enrol()
    expect(identity.state).toMatchObject({ kiosk: { name: 'K-0217', connects: null } })
    expect(JSON.stringify(told)).not.toContain('settingsPin')
    expect(pins.every((pin) => pin === null)).toBe(true)
    expect(await link.signIn({ name: 'ada', password: passwords.ada })).toMatchObject({ person: { name: 'ada' } })
    expect(await link.ask((client) => client.call('desktops'))).toHaveLength(1)

    identity.stop()
    link.stop()
    open()
    identity.look()
    await until('enrolled')
    expect(told.map((s) => s.is)).toEqual(['waiting', 'enrolled', 'enrolled'])
  })

  test('shows another code when one is wanted', async () => {
    identity.look()
    await until('waiting')
    const before = identity.state
    const after = await identity.newCode()
    expect(after).toMatchObject({ is: 'waiting' })
    expect(after).not.toEqual(before)
  })

  test('hears at once that it was revoked, also while somebody works; a new key is a new kiosk', async () => {
    const id = await enrol()
    await link.signIn({ name: 'ada', password: passwords.ada })
    await vi.waitFor(() => expect(link.link.is).toBe('up'))
    const { publicKey } = openDeviceKey(file, null)
    await (await admin()).call('revokeKiosk', { params: { kioskId: id } })
    await until('revoked')
    expect(link.session).toBeNull()

    expect(await identity.enrolAnew()).toMatchObject({ is: 'waiting' })
    expect(openDeviceKey(file, null).publicKey).not.toBe(publicKey)
  })

  test('opens the desktop that the kiosk is assigned to, by PIN', async () => {
    await enrol({ desktopId: 'ada-desk', pin: '2468' })
    expect(identity.state).toMatchObject({ kiosk: { connects: { desktop: 'The desk of ada', pin: true } } })
    await expect(link.kioskSignIn({ pin: '1111' })).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:wrong-pin' },
    })
    expect(await link.kioskSignIn({ pin: '2468' })).toMatchObject({ person: { name: 'ada' } })
    expect(await link.ask((client) => client.call('desktops'))).toMatchObject([{ id: 'ada-desk' }])
  })

  test('says what is the matter with a key that cannot be read, and goes on with a new one when told to', async () => {
    openDeviceKey(file, null)
    writeFileSync(file, 'plain\nrubbish')
    identity.look()
    await until('refused')
    expect(await identity.enrolAnew()).toMatchObject({ is: 'waiting' })
  })
})

test('signs nothing where kiosks need not be enrolled', async () => {
  const rig = await openEdge()
  const link: BrokerLink = new BrokerLink(
    { broker: rig.address, authority: null },
    () => undefined,
    () => identity.signer,
  )
  const identity: KioskIdentity = new KioskIdentity({
    file,
    sealer: null,
    name: 'thin-17',
    ask: (call) => link.ask(call),
    tell: () => undefined,
    hearSettingsPin: () => undefined,
  })
  try {
    identity.look()
    await vi.waitFor(() => expect(identity.state).toEqual({ is: 'free' }))
    expect(identity.signer).toBeNull()
    expect(await link.signIn({ name: 'ada', password: passwords.ada })).toMatchObject({ person: { name: 'ada' } })
  } finally {
    identity.stop()
    link.stop()
    await rig.close()
  }
})
