import type { AuditLine, AuditVerified } from '../../../../shared/api/audit.ts'
import type { Approval } from '../../../../shared/api/help-desk/approval.ts'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import type { DeskRow, DeskState } from '../../../../shared/api/help-desk/desks.ts'
import type { Incident, IncidentFile } from '../../../../shared/api/help-desk/incident.ts'
import type { Overview } from '../../../../shared/api/help-desk/overview.ts'
import type { RecoveryFile, RecoveryRow } from '../../../../shared/api/help-desk/recoveries.ts'
import type { TimelineEntry } from '../../../../shared/api/help-desk/timeline.ts'
import type { Kiosk } from '../../../../shared/api/kiosk.ts'
import { defaultPolicy } from '../../../../shared/api/policy.ts'
import { problem } from '../../../../shared/api/problem.ts'
import type { Leftovers } from '../../../../shared/api/rescue.ts'
import type { RestorePoint } from '../../../../shared/api/restore-point.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** So long ago. */
export const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
/** An id for each number. */
export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const LONG = 'Wolfeschlegelsteinhausenbergerdorff-Überlängenbezeichnung der Geschäftsstelle für Angelegenheiten'
export const HOSTILE = '<img src=x onerror="document.title=1">"\'&amp; \u202Etxt.exe'

const people = [
  'Marion Feldt',
  'Jonas Wiebe',
  'Ines Kartal',
  HOSTILE,
  LONG,
  'Ayse Demir',
  'Olaf Petersen',
  'Karla Voss',
]
const states: DeskState[] = [
  'needs-help',
  'stopped',
  'recovering',
  'starting',
  'preparing',
  'off',
  'running',
  'running',
  'running',
]

export function row(n: number, change: Partial<DeskRow> = {}): DeskRow {
  const state = states[n % states.length] ?? 'running'
  return {
    id: `dst-${String(n).padStart(4, '0')}`,
    name: n % 11 === 4 ? LONG : `dst-${String(n).padStart(4, '0')}`,
    generation: 3,
    pool: ['finance', 'citizens', null][n % 3] ?? null,
    owner: { name: `person${n}`, displayName: people[n % people.length] ?? '' },
    state,
    host: `pve0${n % 5}`,
    held: n % 9 === 7,
    waits: n % 13 === 5,
    knownGood: n % 6 === 1 ? null : { id: id(n), takenAt: ago(n * 7 * MINUTE), warm: n % 2 === 0 },
    open: n % 4 === 0 ? null : { kiosk: `rh-2-${200 + n}`, place: 'Town hall, 2.14', since: ago(2 * HOUR) },
    last:
      n % 5 === 0
        ? null
        : {
            id: id(n),
            kind: 'recover',
            pressedAt: ago(n * 9 * MINUTE),
            endedAt: ago(n * 9 * MINUTE - 4000),
            outcome: 'recovered',
          },
    recoveries7d: n % 4,
    ...change,
  }
}

export const counts = {
  all: 4812,
  states: { 'needs-help': 7, stopped: 3, recovering: 2, starting: 4, preparing: 48, off: 187, running: 4561 },
  noKnownGood: 38,
  held: 9,
  waits: 3,
  pressedToday: 41,
}

const owner = { name: 'm.feldt', displayName: 'Marion Feldt' }
const tomke = { name: 't.brandt', displayName: 'Tomke Brandt' }
const desk = { id: 'dst-0412', name: 'dst-0412', pool: 'finance', owner }

export function point(n: number, change: Partial<RestorePoint> = {}): RestorePoint {
  return {
    id: id(n),
    desktopId: desk.id,
    takenAt: ago(n * HOUR),
    taking: false,
    reason: 'schedule',
    note: null,
    takenBy: null,
    consistency: 'flushed',
    pinned: false,
    proof: 'known-good',
    provenAt: ago(n * HOUR - 5 * MINUTE),
    problem: null,
    proofDueAt: null,
    warm: true,
    checks: [
      { name: 'starts', passed: true, tookMs: 41_000, saw: 'agent' },
      { name: 'H: opens', passed: true, tookMs: 900, saw: '' },
      { name: 'picture lives', passed: true, tookMs: 2_100, saw: '' },
    ],
    hasPicture: true,
    limits: [],
    sizeBytes: 1_900_000_000,
    memoryBytes: 2_100_000_000,
    ...change,
  }
}

export const points: RestorePoint[] = [
  point(1, { proof: 'unproven', provenAt: null, checks: [], hasPicture: false, warm: false }),
  point(2),
  point(26, { warm: false, pinned: true, reason: 'by-hand', note: HOSTILE }),
  point(50, { proof: 'failed', provenAt: null, problem: 'Outlook did not start within 30 s', warm: false }),
  point(31 * 24, {
    warm: false,
    reason: 'announced',
    note: 'Before image win11-2026-11',
    limits: [
      { kind: 'machine-password', says: 'The domain may refuse this desktop: its machine password is 31 days old.' },
    ],
  }),
]

export function run(n: number, change: Partial<RecoveryRow> = {}): RecoveryRow {
  return {
    id: id(100 + n),
    desktop: { ...desk, id: `dst-${400 + n}`, name: `dst-${400 + n}` },
    kind: 'recover',
    mark: 'live',
    outcome: 'recovered',
    wayBack: false,
    attempt: 1,
    point: { id: id(2), takenAt: ago(2 * HOUR) },
    pressedBy: owner,
    byHelpDesk: false,
    kiosk: 'rh-2-214',
    reason: 'Excel hangs since the update',
    pressedAt: ago(n * 20 * MINUTE + 90_000),
    endedAt: ago(n * 20 * MINUTE + 85_800),
    undone: false,
    ...change,
  }
}

export const runs: RecoveryRow[] = [
  run(0, { outcome: null, endedAt: null, mark: 'switched', pressedAt: ago(2900) }),
  run(1),
  run(2, { outcome: 'handed-over', reason: HOSTILE, pressedBy: tomke, byHelpDesk: true }),
  run(3, { undone: true }),
  run(4, { outcome: 'failed', reason: LONG }),
  run(5, { outcome: 'refused', reason: null, point: null }),
  run(6, { kind: 'restart', outcome: 'restarted', point: null }),
]

const yes = { allowed: true, problem: null, second: false }

export function file(change: Partial<DeskFile> = {}): DeskFile {
  return {
    row: row(6, { ...desk, state: 'running', held: false, waits: false }),
    desktop: {
      id: desk.id,
      name: desk.name,
      generation: 3,
      state: 'running',
      note: null,
      share: { label: 'H:' },
      forecast: {
        possible: true,
        point: { id: id(2), takenAt: ago(2 * HOUR), warm: true, hasPicture: true },
        takesMs: 4100,
        undoBrings: 'disk-and-memory',
        changes: { at: ago(MINUTE), folders: [{ name: 'Downloads', files: 12 }], more: false },
      },
      kept: { count: 1, bytes: 3_100_000_000 },
      advice: { kind: 'recovering-does-not-help', times: 2, next: 'earlier-point', point: null },
      recovery: {
        id: id(101),
        desktopId: desk.id,
        kind: 'recover',
        mark: 'live',
        outcome: 'recovered',
        wayBack: false,
        attempt: 1,
        point: { id: id(2), takenAt: ago(2 * HOUR), warm: true },
        pressedBy: 'm.feldt',
        pressedAt: ago(5 * MINUTE),
        endedAt: ago(5 * MINUTE - 4200),
        reached: [],
        undo: { until: ago(-7 * 24 * HOUR), brings: 'disk-and-memory', takesMs: 5000 },
        problem: null,
      },
    },
    storage: 'fast-07',
    sessions: [{ kiosk: 'rh-2-214', place: 'Town hall 2.14', since: ago(3 * HOUR), open: true }],
    policy: defaultPolicy,
    pointBytes: 41_000_000_000,
    keptBytes: 3_100_000_000,
    holds: [],
    approval: null,
    help: null,
    messages: [],
    incident: null,
    may: {
      recover: yes,
      recoverUnproven: yes,
      undo: yes,
      restart: yes,
      takePoint: yes,
      pin: yes,
      rescue: yes,
      rebuild: { ...yes, second: true },
      hold: yes,
      clearHelp: { allowed: false, problem: problem('no-help-needed'), second: false },
      message: yes,
      watch: yes,
    },
    ...change,
  }
}

export const entries: TimelineEntry[] = [
  {
    is: 'recovery',
    at: ago(5 * MINUTE),
    recovery: run(0, { id: id(101), desktop: desk, pressedAt: ago(5 * MINUTE), endedAt: ago(5 * MINUTE - 4200) }),
    keptUntil: ago(-7 * 24 * HOUR),
  },
  { is: 'note', at: ago(13 * MINUTE), what: 'machine.stopped', by: 'broker', says: null },
  { is: 'change', at: ago(43 * MINUTE), announcementId: id(9), note: 'Update KB5046732', by: 'r.ahlers' },
  { is: 'point', at: ago(60 * MINUTE), point: points[0] ?? point(1) },
  { is: 'point', at: ago(2 * HOUR), point: point(2) },
  { is: 'note', at: ago(3 * HOUR), what: 'console.opened', by: 'person:m.feldt', says: null },
  { is: 'note', at: ago(4 * HOUR), what: 'message.sent', by: 'person:t.brandt', says: HOSTILE },
  { is: 'point', at: ago(26 * HOUR), point: points[2] ?? point(26) },
  { is: 'point', at: ago(50 * HOUR), point: points[3] ?? point(50) },
  { is: 'recovery', at: ago(80 * HOUR), recovery: run(9, { desktop: desk, outcome: 'handed-over' }), keptUntil: null },
]

export function recoveryFile(change: Partial<RecoveryFile> = {}, of: Partial<RecoveryRow> = {}): RecoveryFile {
  const one = run(1, { id: id(101), desktop: desk, ...of })
  const desktop = file().desktop.recovery
  if (desktop === null) throw new Error('it was recovered')
  return {
    row: one,
    recovery: { ...desktop, outcome: one.outcome, mark: one.mark },
    steps: (['accepted', 'preparing', 'prepared', 'protected', 'sealed', 'switched', 'live'] as const).map(
      (mark, n) => ({
        attempt: 1,
        mark,
        at: one.pressedAt,
        tookMs: [20, 110, 240, 940, 310, 2100, 480][n] ?? 0,
      }),
    ),
    lines: [
      { seq: 41, at: one.pressedAt, actor: 'person:m.feldt', action: 'press.accepted', detail: { kiosk: 'rh-2-214' } },
      {
        seq: 42,
        at: one.pressedAt,
        actor: 'broker',
        action: 'run.switched',
        detail: { words: HOSTILE, task: 'UPID:pve07' },
      },
    ],
    kept: {
      state: 'kept',
      sealedAt: one.pressedAt,
      until: ago(-7 * 24 * HOUR),
      bytes: 2_900_000_000,
      memoryBytes: 2_000_000_000,
    },
    approval: null,
    incidentId: null,
    ...change,
  }
}

export const leftovers: Leftovers = {
  recoveryId: id(101),
  desktopId: desk.id,
  state: 'ready',
  problem: null,
  scannedAt: ago(MINUTE),
  total: { added: 8, changed: 3, removed: 1, bytes: 45_500_000 },
  listed: 12,
  folders: [
    {
      place: 0,
      name: 'Desktop',
      shown: 'home/m.feldt/Desktop',
      kind: 'own',
      added: 2,
      changed: 1,
      removed: 0,
      bytes: 38_200_000,
    },
    {
      place: 1,
      name: 'Downloads',
      shown: 'home/m.feldt/Downloads',
      kind: 'own',
      added: 3,
      changed: 0,
      removed: 1,
      bytes: 6_100_000,
    },
    {
      place: 2,
      name: HOSTILE,
      shown: `home/m.feldt/${HOSTILE}`,
      kind: 'settings',
      added: 3,
      changed: 2,
      removed: 0,
      bytes: 361_000,
    },
    { place: 3, name: 'var', shown: 'var', kind: 'system', added: 0, changed: 0, removed: 4, bytes: 0 },
  ],
  rescue: null,
}

export function approval(n: number, change: Partial<Approval> = {}): Approval {
  return {
    id: id(200 + n),
    desktop: desk,
    act: 'recover',
    point: { id: id(5), takenAt: ago(31 * 24 * HOUR), proof: 'known-good' },
    why: ['older'],
    reason: 'Excel fails on both points of this month, INC 48213. Agreed by phone.',
    askedBy: { name: 'n.hansen', displayName: 'Nils Hansen' },
    askedAt: ago(9 * MINUTE),
    until: ago(-6 * MINUTE),
    state: 'waiting',
    decidedBy: null,
    decidedAt: null,
    word: null,
    recoveryId: null,
    problem: null,
    mayDecide: true,
    ...change,
  }
}

export const incident: Incident = {
  id: id(300),
  by: { feature: 'image', value: 'win11-2026-11', pressed: 14, all: 1214, at: null },
  state: 'open',
  openedAt: ago(44 * MINUTE),
  firstAt: ago(44 * MINUTE),
  lastAt: ago(3 * MINUTE),
  closedAt: null,
  closedBy: null,
  desktops: 14,
  recovered: 11,
  running: 2,
  failed: 1,
  held: false,
  offeredAt: null,
}

export const incidentFile: IncidentFile = {
  incident,
  shares: [
    incident.by,
    { feature: 'change', value: HOSTILE, pressed: 14, all: 388, at: ago(HOUR) },
    { feature: 'pool', value: 'finance', pressed: 9, all: 1377, at: null },
    { feature: 'host', value: 'pve07', pressed: 5, all: 512, at: null },
  ],
  presses: runs,
  others: 374,
  notes: [{ at: ago(10 * MINUTE), by: tomke, text: HOSTILE }],
  offers: null,
}

export function overview(change: Partial<Overview> = {}): Overview {
  const sum = {
    recoveries: 41,
    recovered: 38,
    undone: 2,
    failed: 1,
    medianMs: 4100,
    p95Ms: 11_800,
    successRate: 0.976,
    undoRate: 0.049,
  }
  return {
    at: ago(2000),
    desktops: counts,
    today: sum,
    period: { ...sum, recoveries: 160, successRate: 0.989, undoRate: 0.052 },
    usualByNow: 9,
    days: Array.from({ length: 14 }, (_, n) => ({
      day: new Date(Date.now() - (13 - n) * 24 * HOUR).toISOString().slice(0, 10),
      recovered: [9, 11, 1, 0, 12, 10, 19, 14, 9, 2, 0, 10, 11, 38][n] ?? 0,
      undone: [0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 2][n] ?? 0,
      failed: n === 6 || n === 13 ? 1 : 0,
      medianMs: n === 3 || n === 10 ? null : 4000 + n * 30,
      p95Ms: n === 3 || n === 10 ? null : 11_000 + (n === 6 ? 6000 : n * 50),
      pointBytes: 15_000_000_000_000 + n * 260_000_000_000,
    })),
    points: { unproven: 117, oldestUnprovenAt: ago(6 * HOUR), bytes: 18_400_000_000_000, keptBytes: 910_000_000_000 },
    kiosks: { enrolled: 4655, silent: 23 },
    approvalsWaiting: 3,
    incidentsOpen: 1,
    ...change,
  }
}

export function kiosk(n: number): Kiosk {
  return {
    id: `${'k'.repeat(40)}${String(n).padStart(3, '0')}`,
    name: n === 3 ? LONG.slice(0, 64) : `rh-2-${200 + n}`,
    place: n === 2 ? HOSTILE : n === 4 ? null : 'Town hall, 2.14',
    desktopId: n % 4 === 0 ? 'dst-0412' : null,
    hasPin: n % 4 === 0,
    hasSettingsPin: true,
    approvedAt: ago(90 * 24 * HOUR),
    approvedBy: 'r.ahlers',
    seenAt: n === 5 ? null : ago(n * 2 * MINUTE),
    signedIn: n % 3 === 0 ? [] : ['m.feldt'],
  }
}

export const lines: AuditLine[] = Array.from({ length: 30 }, (_, n) => ({
  seq: 1_204_118 - n,
  at: ago(n * 70_000),
  actor: n === 3 ? `person:${LONG}` : 'person:m.feldt',
  action: n % 4 === 0 ? 'press.accepted' : 'run.switched',
  subject: n === 2 ? HOSTILE : 'dst-0412',
  detail: { reason: HOSTILE, kiosk: 'rh-2-214' },
  hash: String(n % 10).repeat(64),
}))

const anchor = { seq: 1_204_118, hash: '0'.repeat(64) }
export const verified: AuditVerified = {
  from: { seq: 0, hash: '0'.repeat(64) },
  last: anchor,
  checked: 1_204_118,
  newest: anchor.seq,
  done: true,
  faults: [],
}
