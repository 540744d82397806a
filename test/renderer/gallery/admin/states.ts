import type { Page } from 'playwright-core'
import type { DeskCounts } from '../../../../shared/api/help-desk/desks.ts'
import { defaultPolicy } from '../../../../shared/api/policy.ts'
import { problem } from '../../../../shared/api/problem.ts'
import type { Role } from '../../../../shared/api/rights.ts'
import { auditRoutes } from '../../../../shared/api/routes/audit.ts'
import { helpDeskApprovalsRoutes as approvals } from '../../../../shared/api/routes/help-desk-approvals.ts'
import { helpDeskIncidentsRoutes as incidents } from '../../../../shared/api/routes/help-desk-incidents.ts'
import { helpDeskSeeRoutes as see } from '../../../../shared/api/routes/help-desk-see.ts'
import { kiosksRoutes } from '../../../../shared/api/routes/kiosks.ts'
import { peopleRoutes } from '../../../../shared/api/routes/people.ts'
import { policiesRoutes } from '../../../../shared/api/routes/policies.ts'
import { serviceAccountsRoutes } from '../../../../shared/api/routes/service-accounts.ts'
import { sessionRoutes } from '../../../../shared/api/routes/session.ts'
import type { FakeBroker } from './fake-broker.ts'
import * as made from './made.ts'
import * as people from './made-people.ts'

/** One thing that the page can show. */
export interface State {
  readonly path: string
  readonly role?: Role | null
  readonly say?: (broker: FakeBroker) => void
  /** What is done on the page before it stands. */
  readonly act?: (page: Page, broker: FakeBroker) => Promise<void>
  /** What tells that it stands. */
  readonly stands: string
}

/** What a broker with 4,812 desktops says. */
export function usual(broker: FakeBroker, role: Role | null): void {
  broker.reset()
  broker.on(sessionRoutes.about, () => ({ version: '1.4.0', helpDesk: 'Extension 4711' }))
  if (role === null) broker.refuse(sessionRoutes.session, 'not-signed-in')
  else
    broker.on(sessionRoutes.session, () => ({
      person: { name: 't.brandt', displayName: 'Tomke Brandt', role },
      expiresAt: made.ago(-3_600_000),
    }))
  broker.on(see.helpDeskOverview, () => made.overview())
  broker.on(see.helpDeskDesktops, (_, query) => {
    const offset = Number(query.get('offset') ?? 0)
    const limit = Number(query.get('limit') ?? 50)
    const length = Math.max(0, Math.min(limit, made.counts.all - offset))
    return {
      rows: Array.from({ length }, (_, n) => made.row(offset + n)),
      total: made.counts.all,
      counts: made.counts,
      pools: ['finance', 'citizens'],
      hosts: ['pve00', 'pve01'],
    }
  })
  broker.on(see.helpDeskDesktop, () => made.file())
  broker.on(see.helpDeskPoints, () => made.points)
  broker.on(see.helpDeskTimeline, () => ({ entries: made.entries, next: made.ago(9e8) }))
  broker.on(see.helpDeskRecoveries, () => ({ rows: made.runs, total: 41 }))
  broker.on(see.helpDeskRecovery, () => made.recoveryFile())
  broker.on(see.helpDeskLeftovers, () => made.leftovers)
  broker.on(see.helpDeskLeftoverEntries, () => ({
    entries: [made.HOSTILE, 'Budget 2027 draft 4.xlsx', made.LONG, 'old.tmp'].map((name, n) => ({
      place: n,
      path: Buffer.from(name).toString('base64url'),
      name,
      shown: `home/m.feldt/Desktop/${name}`,
      type: 'file' as const,
      change: n === 3 ? ('removed' as const) : n === 1 ? ('changed' as const) : ('added' as const),
      sizeBytes: 4_100_000,
      changedAt: made.ago(1e7),
    })),
    more: true,
  }))
  broker.on(see.helpDeskSearch, () => ({
    people: [{ name: 'm.feldt', displayName: 'Marion Feldt', desktops: [made.row(6)] }],
    desktops: [made.row(6), made.row(4)],
    kiosks: [{ id: made.kiosk(1).id, name: 'rh-2-201', place: made.HOSTILE, signedIn: ['m.feldt'] }],
    hosts: [{ name: 'pve04', desktops: 507 }],
  }))
  broker.on(approvals.approvals, () => ({
    rows: [
      made.approval(0),
      made.approval(1, { act: 'rebuild', point: null, why: ['rebuild', 'junior'], reason: made.HOSTILE }),
      made.approval(2, { act: 'undo', point: null, mayDecide: false }),
    ],
    total: 3,
    waiting: 3,
  }))
  broker.on(approvals.approval, () => made.approval(0))
  broker.on(incidents.incidents, () => ({ rows: [made.incident], total: 1, open: 1 }))
  broker.on(incidents.incident, () => made.incidentFile)
  broker.on(kiosksRoutes.kiosks, () => ({
    enrolled: Array.from({ length: 40 }, (_, n) => made.kiosk(n)),
    waiting: [{ name: 'thin-17', from: '10.12.40.77', askedAt: made.ago(60_000) }],
  }))
  broker.on(policiesRoutes.policy, ({ scope = 'default' }) => ({
    scope,
    version: 3,
    says: { pointMinutes: 60, keepDailyDays: 14 },
    effective: { ...defaultPolicy, keepDailyDays: 14 },
    source: 'api' as const,
    madeAt: made.ago(1e8),
    madeBy: 'r.ahlers',
  }))
  broker.on(peopleRoutes.people, (_, query) => {
    const from = Number(query.get('after')?.slice('person'.length) ?? -1) + 1
    const length = Math.min(Number(query.get('limit')), people.TOTAL - from)
    return {
      people: Array.from({ length }, (_, n) => people.person(from + n)),
      more: from + length < people.TOTAL,
      total: people.TOTAL,
    }
  })
  broker.on(peopleRoutes.person, () => people.personPage())
  broker.on(serviceAccountsRoutes.serviceAccounts, () => people.programs)
  broker.on(auditRoutes.audit, () => ({ lines: made.lines, next: 12 }))
  broker.on(auditRoutes.verifyAudit, () => made.verified)
  broker.on(policiesRoutes.policyVersions, () => [
    { version: 3, says: {}, source: 'api' as const, madeAt: made.ago(1e8), madeBy: 'r.ahlers' },
    { version: 2, says: {}, source: 'config' as const, madeAt: made.ago(2e8), madeBy: null },
  ])
}

const nothing = { pools: [], hosts: [] }
const noStates = { 'needs-help': 0, stopped: 0, recovering: 0, starting: 0, preparing: 0, off: 0, running: 0 }
const none: DeskCounts = { all: 0, states: noStates, noKnownGood: 0, held: 0, waits: 0, pressedToday: 0 }

export const states: Readonly<Record<string, State>> = {
  '01-overview': {
    path: '/',
    act: async (page) => {
      for (const chart of [0, 1, 2]) await page.locator('.chart canvas').nth(chart).waitFor()
    },
    stands: 'Latest recoveries',
  },
  '01-first-start': {
    path: '/',
    role: 'administrator',
    say: (broker) => broker.on(see.helpDeskOverview, () => made.overview({ desktops: none, days: [] })),
    stands: 'Enrol the first kiosk',
  },
  '02-search': {
    path: '/',
    act: async (page) => {
      await page.getByRole('button', { name: /^Find/ }).click()
      await page.getByRole('combobox', { name: /^Find/ }).fill('feldt')
    },
    stands: 'pve04',
  },
  '03-desktops': { path: '/desktops', stands: 'j k move' },
  '03-desktops-chosen': {
    path: '/desktops?state=needs-help',
    act: async (page) => {
      await page.getByRole('group', { name: 'Desktops' }).focus()
      await page.keyboard.press('j')
      await page.keyboard.press('x')
    },
    stands: '1 desktop',
  },
  '03-desktops-none': {
    path: '/desktops?q=nowhere',
    say: (broker) => broker.on(see.helpDeskDesktops, () => ({ rows: [], total: 0, counts: none, ...nothing })),
    stands: 'No desktop is like that',
  },
  '03-desktops-loading': {
    path: '/desktops',
    act: async () => undefined,
    say: (broker) => void (broker.slow = true),
    stands: 'Loading',
  },
  '04-desktop': { path: '/desktops/dst-0412', stands: 'Excel hangs' },
  '04-desktop-troubled': {
    path: '/desktops/dst-0412',
    say: (broker) => {
      const { desktop, row, may } = made.file()
      const not = { allowed: false, problem: problem('no-known-good'), second: false }
      broker.on(see.helpDeskDesktop, () =>
        made.file({
          row: { ...row, state: 'needs-help', held: true, waits: true, name: made.LONG },
          desktop: {
            ...desktop,
            state: 'needs-help',
            note: made.HOSTILE,
            forecast: { possible: false, problem: problem('no-known-good') },
          },
          holds: [
            {
              scope: 'pool:finance',
              reason: made.HOSTILE,
              at: made.ago(1e6),
              by: { name: 'r', displayName: made.LONG },
            },
          ],
          approval: made.approval(0),
          messages: [
            {
              id: made.id(1),
              desktopId: row.id,
              text: made.HOSTILE,
              by: row.owner,
              sentAt: made.ago(1e5),
              readAt: null,
              incidentId: null,
            },
          ],
          incident: { id: made.id(300), title: 'image win11-2026-11' },
          may: { ...may, recover: not, rebuild: { ...not, problem: problem('not-allowed') } },
        }),
      )
      broker.on(see.helpDeskTimeline, () => ({ entries: [], next: null }))
    },
    stands: 'Nothing of this kind yet',
  },
  '04-desktop-unknown': {
    path: '/desktops/dst-9999',
    say: (broker) => broker.refuse(see.helpDeskDesktop, 'unknown-desktop'),
    stands: 'There is no such desktop',
  },
  '05-recover': {
    path: `/desktops/dst-0412?recover=${made.id(31 * 24)}`,
    act: async (page) => page.getByLabel('Reason').fill('Excel fails on both points of this month'),
    stands: 'machine password is 31 days old',
  },
  '05-restart-asks': {
    path: '/desktops/dst-0412',
    act: async (page) => page.getByRole('button', { name: 'Restart', exact: true }).click(),
    stands: 'Stands in the audit.',
  },
  '06-recovery': { path: `/recoveries/${made.id(101)}`, stands: 'Audit lines' },
  '06-recovery-open': {
    path: `/recoveries/${made.id(101)}`,
    say: (broker) =>
      broker.on(see.helpDeskRecovery, () =>
        made.recoveryFile(
          { kept: null },
          { outcome: null, endedAt: null, mark: 'switched', pressedAt: made.ago(2900) },
        ),
      ),
    stands: 'so far',
  },
  '06-recoveries': { path: '/recoveries', stands: 'Show more' },
  '06-recoveries-none': {
    path: '/recoveries?is=bad',
    say: (broker) => broker.on(see.helpDeskRecoveries, () => ({ rows: [], total: 0 })),
    stands: 'No recovery',
  },
  '07-rescue': {
    path: `/recoveries/${made.id(101)}/files`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Show what is in home/m.feldt/Desktop' }).click()
      await page.getByRole('checkbox', { name: /Budget/ }).check()
    },
    stands: 'Copy 1 file',
  },
  '07-rescue-running': {
    path: `/recoveries/${made.id(101)}/files`,
    say: (broker) =>
      broker.on(see.helpDeskLeftovers, () => ({
        ...made.leftovers,
        rescue: {
          id: made.id(77),
          recoveryId: made.id(101),
          desktopId: 'dst-0412',
          state: 'copying' as const,
          outcome: null,
          askedAt: made.ago(20_000),
          endedAt: null,
          folder: 'Recovered 2026-11-18 10.18',
          copied: { files: 23, bytes: 118_000_000 },
          of: { files: 41, bytes: 206_000_000 },
          renamed: 0,
          skipped: [],
          skippedFiles: 2,
          problem: null,
        },
      })),
    stands: '23 of 41 files',
  },
  '08-incident': {
    path: `/incidents/${made.id(300)}`,
    role: 'helpdesk-senior',
    stands: 'Offer recovery to 374 people',
  },
  '08-incidents': { path: '/incidents', stands: '14 presses share image' },
  '08-incidents-none': {
    path: '/incidents',
    say: (broker) => broker.on(incidents.incidents, () => ({ rows: [], total: 0, open: 0 })),
    stands: 'No incident',
  },
  '09-approvals': { path: '/approvals', role: 'helpdesk-senior', stands: 'Agree, and do it now' },
  '09-approvals-none': {
    path: '/approvals',
    say: (broker) => broker.on(approvals.approvals, () => ({ rows: [], total: 0, waiting: 0 })),
    stands: 'Nothing waits',
  },
  '10-kiosks': { path: '/kiosks', role: 'administrator', stands: 'thin-17' },
  '10-kiosks-enrol': { path: '/kiosks?enrol=yes', role: 'administrator', stands: 'Eight signs' },
  '10-kiosk': { path: `/kiosks/${made.kiosk(4).id}`, role: 'administrator', stands: 'Revoke' },
  '11-policy': { path: '/policies', role: 'administrator', stands: 'What was said before' },
  '11-policy-denied': { path: '/policies', role: 'helpdesk-junior', stands: 'Your role does not reach here' },
  '12-audit': {
    path: '/audit?actor=person:m.feldt',
    role: 'auditor',
    act: async (page) => {
      await page.getByRole('button', { name: 'Verify the chain' }).click()
      await page.getByRole('button', { name: 'press.accepted' }).first().click()
    },
    stands: 'Chain verified',
  },
  '12-audit-broken': {
    path: '/audit',
    role: 'auditor',
    say: (broker) =>
      broker.on(auditRoutes.verifyAudit, () => ({
        ...made.verified,
        faults: [
          { seq: 41, what: 'changed' as const },
          { seq: 57, what: 'gap' as const },
        ],
      })),
    act: async (page) => page.getByRole('button', { name: 'Verify the chain' }).click(),
    stands: 'The chain does not hold',
  },
  '13-people': { path: '/people', role: 'administrator', stands: 'Person 0003' },
  '13-people-none': {
    path: '/people?q=nobody&role=auditor&pool=finance',
    role: 'administrator',
    say: (broker) => broker.on(peopleRoutes.people, () => ({ people: [], more: false, total: 0 })),
    stands: 'Nobody is like that',
  },
  '13-people-denied': { path: '/people', role: 'helpdesk-junior', stands: 'Your role does not reach here' },
  '13-person': {
    path: `/people/${made.id(1)}`,
    role: 'administrator',
    act: async (page) => page.getByText('What follows from them').click(),
    stands: 'find desktops and people',
  },
  '13-person-seen': { path: `/people/${made.id(1)}`, role: 'helpdesk-senior', stands: 'Signed in now' },
  '13-person-locked': {
    path: `/people/${made.id(1)}`,
    role: 'administrator',
    say: (broker) =>
      broker.on(peopleRoutes.person, () =>
        people.personPage({
          locked: true,
          source: 'local',
          signIn: 'password',
          sessions: [],
          owns: [],
          failures: { count: 7, blockedUntil: made.ago(-120_000) },
          firstPasswordUntil: made.ago(-9e7),
        }),
      ),
    stands: '7 wrong passwords in a row',
  },
  '13-person-unknown': {
    path: `/people/${made.id(9)}`,
    role: 'administrator',
    say: (broker) => broker.refuse(peopleRoutes.person, 'unknown-person'),
    stands: 'There is no such person',
  },
  '13-person-in-use': {
    path: `/people/${made.id(1)}`,
    role: 'administrator',
    say: (broker) =>
      broker.refuse(
        peopleRoutes.deletePerson,
        'person-in-use',
        'owns the desktop dst-0412; owns the desktop dst-0413.',
      ),
    act: async (page) => {
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    },
    stands: 'owns the desktop dst-0412',
  },
  '13-people-roles': { path: '/people?roles=yes', role: 'auditor', stands: 'search and export the audit trail' },
  '13-people-add': {
    path: '/people?add=yes',
    role: 'administrator',
    act: async (page) => {
      await page.getByLabel('Role').last().selectOption('helpdesk-junior')
    },
    stands: 'Names with commas between them',
  },
  '13-people-first-password': {
    path: '/people?add=yes',
    role: 'administrator',
    say: (broker) =>
      broker.on(peopleRoutes.createPerson, () => ({
        person: people.personPage({ displayName: made.LONG }),
        firstPassword: 'fidak-lumen-horba-7',
        until: made.ago(-9e7),
      })),
    act: async (page) => {
      await page.getByLabel('Name to sign in with').fill('n.hansen')
      await page.getByLabel('Name', { exact: true }).fill('Nils Hansen')
      await page.getByRole('button', { name: 'Make the account' }).click()
    },
    stands: 'fidak-lumen-horba-7',
  },
  '13-programs': { path: '/people/programs', role: 'administrator', stands: 'changes.announce' },
  '13-programs-none': {
    path: '/people/programs',
    role: 'auditor',
    say: (broker) => broker.on(serviceAccountsRoutes.serviceAccounts, () => []),
    stands: 'No service account yet',
  },
  '13-programs-add': {
    path: '/people/programs',
    role: 'administrator',
    act: async (page) => page.getByRole('button', { name: 'Add a service account' }).click(),
    stands: 'Lower-case letters',
  },
  '13-programs-token': {
    path: '/people/programs',
    role: 'administrator',
    act: async (page) => page.getByRole('button', { name: 'New token' }).first().click(),
    stands: 'What the token is for',
  },
  '13-programs-token-once': {
    path: '/people/programs',
    role: 'administrator',
    say: (broker) =>
      broker.on(serviceAccountsRoutes.createServiceToken, () => ({
        ...people.token(1),
        token: 'x'.repeat(43),
      })),
    act: async (page) => {
      await page.getByRole('button', { name: 'New token' }).first().click()
      await page.getByLabel('What the token is for').fill('patches of November')
      await page.getByRole('checkbox', { name: 'changes.announce' }).check()
      await page.getByRole('button', { name: 'Make the token' }).click()
    },
    stands: 'Shown only now',
  },
  '15-sign-in': { path: '/', role: null, stands: 'Every sign-in is in the audit' },
  '15-sign-in-wrong': {
    path: '/',
    role: null,
    say: (broker) => broker.refuse(sessionRoutes.signIn, 'wrong-password'),
    act: async (page) => {
      await page.getByLabel('Name').fill('tomke.brandt')
      await page.getByRole('textbox', { name: 'Password' }).fill('not it')
      await page.keyboard.press('Enter')
    },
    stands: 'Name or password is not right',
  },
  '15-not-for-you': { path: '/', role: 'user', stands: 'Your own desktop is at the start page' },
  '16-connection-lost': {
    path: '/',
    act: async (page, broker) => {
      await page.getByText('Latest recoveries').waitFor()
      await page.getByText('Live', { exact: true }).waitFor()
      broker.cut()
    },
    stands: 'Live data paused',
  },
  '16-nothing-here': { path: '/nowhere', stands: 'There is nothing at this address' },
}
