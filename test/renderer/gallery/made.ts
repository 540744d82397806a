import type { Desktop, LocalChanges } from '../../../shared/api/desktop.ts'
import { type Mark, marks, type Recovery } from '../../../shared/api/recovery.ts'
import type { LeftoverEntry, LeftoverFolder, Leftovers, Rescue } from '../../../shared/api/rescue.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import type { Session } from '../../../shared/api/session.ts'
import type { KioskFacts, LocalFacts, ServiceTest } from '../../../shared/bridge.ts'
import { nobodys, type Organisation } from '../../../shared/organisation.ts'

/** A morning at a library: the people, desktops and runs that states are drawn with. */
export const NOW = new Date('2026-11-22T10:14:20Z')
export const at = (clock: string, day = '2026-11-22') => `${day}T${clock}:00Z`

export const facts: KioskFacts = {
  surroundings: 'electron',
  kioskName: 'K-0217',
  helpDesk: 'ext. 4357',
  version: '1.0.0',
  holdMs: 3000,
  pressTwice: false,
  language: null,
  organisation: nobodys,
}
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAYAAABU1PscAAAAbElEQVR42u3XOwrAIBREUdeRtbmD7L82lY2VhPeZgTtgG+7BNI7BGEvd885lHb+Pbfh5rOOlETfhkpA/4TKQiPgWRGR4OSQzPhVREZ4C6QgPgyjEh92G5e8DAEADoOo7AAAAAABgWT/+GRPZB44Oj278XVEkAAAAAElFTkSuQmCC'
/** A house on a ground of its own colour, 48 x 32: as main hands on what it has decoded. */
export const organisation: Organisation = {
  name: 'Northfield Library',
  accent: '#1a6b5c',
  logo: LOGO,
}
export const localFacts: LocalFacts = {
  broker: 'https://desktops.northfield.example',
  brokerFixed: false,
  trust: 'CN=Northfield Library, until Mar  1 08:00:00 2031 GMT',
  fingerprints: ['D4:1F:6B:02:9A:77:5C:E1:38:40:BB:19:F5:8E:2D:63:0C:A9:71:54:EE:12:86:3B:95:D0:4A:C7:28:6F:B1:03'],
  language: null,
  languageFixed: false,
  gateway: '10.20.4.1',
  nameServers: ['10.20.0.53', '10.20.0.54'],
  networkSetBy: 'systemd-networkd',
  wrong: [],
  network: ['eth0 10.20.4.17', 'eth0 2001:db8:20::417'],
}
export const serviceTest: ServiceTest = { address: '10.20.0.9', ms: 3, why: null, clockMs: -94_000 }
export const log = [
  '2026-11-22T08:30:02.114Z kiosk: is enrolled as K-0217',
  '2026-11-22T08:31:40.870Z button: XK-3 switch is here',
  '2026-11-22T09:02:11.402Z broker: could not be told of the sign-out; the session ends there by itself',
]
export const session: Session = {
  person: { name: 'm.lindqvist', displayName: 'Maria' },
  expiresAt: at('20:00'),
}
export const pointId = '6f2b8d4e-8a51-4f5d-9d6e-0c6f1b2a3c4d'
export const earlierPointId = '1d0f1a52-6a0b-4d0c-8f8e-2b1c7a9d5e6f'
export const runId = 'b3e7c1f0-2d4a-4c6b-9e8f-7a1b2c3d4e5f'
export const pressKey = '9c4d2e1f-5b6a-4789-8abc-def012345678'

export const desktop: Desktop = {
  id: 'accounts',
  name: 'Accounts',
  generation: 3,
  state: 'running',
  note: null,
  share: { label: 'H:' },
  forecast: {
    possible: true,
    point: { id: pointId, takenAt: at('09:12'), warm: true, hasPicture: true },
    takesMs: 4100,
    undoBrings: 'disk-and-memory',
    changes: null,
  },
  recovery: null,
}
/** Counted in the desktop since its point was taken. */
export const changes: LocalChanges = { at: at('10:10'), folders: [{ name: 'Downloads', files: 3 }], more: false }
export const planner: Desktop = { ...desktop, id: 'duty-planner', name: 'Duty planner', state: 'off' }
export const counter: Desktop = { ...desktop, id: 'front-counter', name: 'Front counter', state: 'needs-help' }

/** When each mark is reached, in ms since the press. */
const times: Record<Mark, number> = {
  accepted: 0,
  preparing: 60,
  prepared: 180,
  protected: 600,
  sealed: 920,
  switched: 1640,
  live: 3210,
}

export function run(mark: Mark, change: Partial<Recovery> = {}): Recovery {
  return {
    id: runId,
    desktopId: desktop.id,
    kind: 'recover',
    mark,
    outcome: null,
    wayBack: false,
    attempt: 1,
    point: { id: pointId, takenAt: at('09:12'), warm: true },
    pressedBy: 'm.lindqvist',
    pressedAt: at('10:14'),
    endedAt: null,
    reached: marks.slice(0, marks.indexOf(mark) + 1).map((m) => ({ mark: m, ms: times[m] })),
    undo: null,
    problem: null,
    ...change,
  }
}

export function ended(outcome: NonNullable<Recovery['outcome']>, change: Partial<Recovery> = {}): Recovery {
  return run('live', {
    outcome,
    endedAt: '2026-11-22T10:14:04Z',
    undo: { until: at('17:00', '2026-11-23'), brings: 'disk-and-memory', takesMs: 4300 },
    ...change,
  })
}

/** As the broker names a path: its bytes, as base64url. */
const path = (shown: string) => btoa(shown.slice(1)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const folder = (place: number, shown: string, kind: LeftoverFolder['kind'], change: Partial<LeftoverFolder>) => ({
  place,
  name: shown.split('/').at(-1) ?? '',
  shown,
  kind,
  added: 0,
  changed: 0,
  removed: 0,
  bytes: 0,
  ...change,
})

/** What a morning leaves behind, by folder. */
export const leftovers: Leftovers = {
  recoveryId: runId,
  desktopId: desktop.id,
  state: 'ready',
  problem: null,
  scannedAt: at('10:15'),
  total: { added: 212, changed: 96, removed: 3, bytes: 31_400_000 },
  listed: 311,
  folders: [
    folder(0, '/home/maria/Desktop', 'own', { changed: 1, removed: 1, bytes: 12_400 }),
    folder(1, '/home/maria/Downloads', 'own', { added: 2, changed: 1, bytes: 4_884_000 }),
    folder(2, '/home/maria/Pictures', 'own', { removed: 2 }),
    folder(3, '/home/maria/.config', 'settings', { added: 4, changed: 22, bytes: 830_000 }),
    folder(4, '/etc', 'system', { changed: 2, bytes: 3_100 }),
    folder(5, '/var', 'system', { added: 206, changed: 70, bytes: 25_670_500 }),
  ],
  rescue: null,
}

export function point(change: Partial<RestorePoint> = {}): RestorePoint {
  return {
    id: pointId,
    desktopId: desktop.id,
    takenAt: at('09:12'),
    taking: false,
    reason: 'schedule',
    note: null,
    takenBy: null,
    consistency: 'flushed',
    pinned: false,
    proof: 'known-good',
    provenAt: at('09:20'),
    problem: null,
    proofDueAt: null,
    warm: true,
    checks: [],
    hasPicture: true,
    limits: [],
    sizeBytes: 0,
    memoryBytes: 0,
    ...change,
  }
}
export const points: RestorePoint[] = [
  point(),
  point({ id: earlierPointId, takenAt: at('07:30'), reason: 'by-hand', note: 'Before the new label printer' }),
  point({
    id: earlierPointId.replace('1d', '2d'),
    takenAt: at('17:40', '2026-11-21'),
    reason: 'sign-out',
    warm: false,
  }),
  point({
    id: earlierPointId.replace('1d', '3d'),
    takenAt: at('09:00', '2026-10-12'),
    reason: 'first',
    hasPicture: false,
    limits: [{ kind: 'machine-password', says: 'The domain may have given this desktop another password since.' }],
  }),
]

const entry = (place: number, shown: string, change: Partial<LeftoverEntry>): LeftoverEntry => ({
  place,
  path: path(shown),
  name: shown.split('/').at(-1) ?? '',
  shown,
  type: 'file',
  change: 'added',
  sizeBytes: 0,
  changedAt: null,
  ...change,
})
export const entries: LeftoverEntry[] = [
  entry(2, '/home/maria/Downloads/Timesheet November.xlsx', {
    change: 'changed',
    sizeBytes: 84_000,
    changedAt: at('10:02'),
  }),
  entry(3, '/home/maria/Downloads/Supplier list.pdf', { sizeBytes: 1_200_000, changedAt: at('09:47') }),
  entry(4, '/home/maria/Downloads/Scans/Scan 0042.pdf', { sizeBytes: 3_600_000, changedAt: at('09:31') }),
  entry(5, '/home/maria/Downloads/old.zip', { change: 'removed', sizeBytes: 90_000 }),
]

export function rescue(change: Partial<Rescue> = {}): Rescue {
  return {
    id: '7e57ab1e-0c0d-4e0f-8a1b-2c3d4e5f6a7b',
    recoveryId: runId,
    desktopId: desktop.id,
    state: 'copying',
    outcome: null,
    askedAt: at('10:15'),
    endedAt: null,
    folder: 'Recovered 2026-11-22 10.14',
    copied: { files: 2, bytes: 1_290_000 },
    of: { files: 4, bytes: 4_896_400 },
    renamed: 0,
    skipped: [],
    skippedFiles: 0,
    problem: null,
    ...change,
  }
}
