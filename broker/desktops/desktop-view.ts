import type { Kysely, Selectable } from 'kysely'
import type { Desktop } from '../../shared/api/desktop.ts'
import type { Pulse } from '../guest/pulse.ts'
import { forThePerson } from '../help-desk/for-the-person.ts'
import type { InstanceFacts } from '../hypervisors/hypervisor.ts'
import { adviceFor } from '../recovery/brakes.ts'
import type { Run } from '../recovery/claim.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { viewOfRun } from '../recovery/run-view.ts'
import type { Database, DesktopTable } from '../store/schema.ts'
import { forecastFor } from './forecast.ts'

/** A desktop as its person sees it. */
export async function viewOfDesktop(parts: Parts, row: Selectable<DesktopTable>, pulse: Pulse): Promise<Desktop> {
  const { db } = parts.store
  const open = await db
    .selectFrom('run')
    .selectAll()
    .where('desktop_id', '=', row.id)
    .where('outcome', 'is', null)
    .where('kind', '!=', 'capture')
    .executeTakeFirst()
  const asked =
    open ??
    (await db
      .selectFrom('run')
      .selectAll()
      .where('desktop_id', '=', row.id)
      .where('kind', 'not in', ['start', 'capture'])
      .orderBy('pressed_at', 'desc')
      .limit(1)
      .executeTakeFirst())
  const machine = row.instance_n === null ? null : await parts.hypervisor.instance(row.id, row.instance_n)
  // While something is done to it, nobody else asks anything of its guest.
  const runs = open === undefined && row.instance_n !== null && machine?.status === 'running'
  const answers = !runs || pulse.answers(row.id, row.instance_n ?? 0)
  const { share } = settingsOf(parts, row.id)
  return {
    id: row.id,
    name: row.name,
    generation: row.generation,
    ...stateOf(row, open, machine),
    share: share === null ? null : { label: share.label, missing: row.share_missing_since !== null },
    kept: await keptOf(db, row.id),
    forecast: await forecastFor(parts, row.id, row.needs_help === 1, machine, answers),
    advice: await adviceFor(db, row.id),
    recovery: asked === undefined ? null : await viewOfRun(db, asked),
    ...(await forThePerson(db, row.id)),
  }
}

function stateOf(
  row: Selectable<DesktopTable>,
  open: Run | undefined,
  machine: InstanceFacts | null,
): Pick<Desktop, 'state' | 'note'> {
  if (row.needs_help === 1) return { state: 'needs-help', note: null }
  if (open !== undefined)
    return { state: open.kind === 'start' || open.kind === 'restart' ? 'starting' : 'recovering', note: null }
  if (machine === null)
    return { state: 'preparing', note: 'It is started apart and checked, before it is yours for the first time.' }
  if (!machine.alive || machine.status === 'off') return { state: 'off', note: null }
  const notes = {
    running: null,
    unknown: null,
    panicked: 'It has stopped with a system error.',
    paused: 'It stands still.',
    'no-room': 'Its storage is full. It goes on by itself when there is room again.',
    off: null,
  }
  return { state: 'running', note: notes[machine.status] }
}

async function keptOf(db: Kysely<Database>, desktop: string): Promise<Desktop['kept']> {
  const kept = await db
    .selectFrom('undo_point')
    .select(['size_bytes', 'memory_bytes'])
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'kept')
    .execute()
  return { count: kept.length, bytes: kept.reduce((sum, k) => sum + k.size_bytes + k.memory_bytes, 0) }
}
