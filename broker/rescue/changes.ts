import type { Kysely } from 'kysely'
import { LocalChanges } from '../../shared/api/desktop.ts'
import { tell } from '../events/outbox.ts'
import { agentOf } from '../guest/machine.ts'
import { GuestError } from '../hypervisors/hypervisor.ts'
import type { Parts } from '../recovery/parts.ts'
import { iso } from '../recovery/run-view.ts'
import { clock } from '../store/moment.ts'
import type { Database } from '../store/schema.ts'
import { shownText } from './disk-path.ts'

const LOOK_MS = 10_000
const LOOKS_AT_ONCE = 4
/** How old what is known may be. */
const FRESH_MS = 5 * 60_000
const GUEST_MS = 30_000
const AGAIN_MS = 60_000
const MOST_FOLDERS = 20
const LONGEST_NAME = 80

/**
 * What was changed in the visible folders of homes since a moment (by the inode's time, which nothing sets back), counted
 * by folder: a line each, the most first. A constant text; the moment comes as a parameter. Names are cut and made one line
 * before they are counted, so that a guest that is full of them answers in a few lines. Fails unless all was
 * seen (1: but for what went meanwhile).
 */
const COUNT = String.raw`set -e
export LC_ALL=C
cd /home
exec 4>&1
code=$({
  { ended=0
    nice -n 19 timeout 20 find . -xdev -mindepth 2 \( -path './*/.*' -prune \) -o \( -type f -newerct "@$1" -printf '%P\0' \) || ended=$?
    echo $ended >&3; } |
  tr '\n\0' '?\n' | cut -d / -f 2- | sed -e 's,^[^/]*$,,' -e 's,/.*,,' | cut -c -${4 * LONGEST_NAME} |
  sort | uniq -c | sort -rn | head -n ${MOST_FOLDERS + 1} >&4; } 3>&1)
[ "$code" -le 1 ]`

/** What the last look into a desktop found changed since a point; null if nobody looked since that one was taken. */
export async function changesSince(
  db: Kysely<Database>,
  desktop: string,
  pointId: string,
): Promise<LocalChanges | null> {
  const row = await db
    .selectFrom('desktop_changes')
    .selectAll()
    .where('desktop_id', '=', desktop)
    .where('point_id', '=', pointId)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    at: iso(row.at),
    folders: LocalChanges.shape.folders.parse(JSON.parse(row.folders_json)),
    more: row.more === 1,
  }
}

/** Looks into desktops that run, each every few minutes, until the returned function is called. */
export function lookForChanges(parts: Parts): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  /** Desktops that did not answer, and when they are asked again. */
  const silent = new Map<string, number>()
  let looking: Promise<void> | null = null
  const look = async () => {
    const due = await dueLooks(parts)
    await eachOf(due, LOOKS_AT_ONCE, async (one) => {
      if (signal.aborted || performance.now() < (silent.get(one.desktop) ?? 0)) return
      silent.delete(one.desktop)
      try {
        await lookInto(parts, one, signal)
      } catch (err) {
        // Something is broken in there: what is known of it stays.
        silent.set(one.desktop, performance.now() + AGAIN_MS)
        parts.log.debug({ ...one, err }, 'nobody could tell what changed in a desktop')
      }
    })
  }
  const timer = setInterval(() => {
    looking ??= look()
      .catch((err: unknown) => {
        if (!signal.aborted) parts.log.warn({ err }, 'the store could not be asked which desktops to look into')
      })
      .finally(() => {
        looking = null
      })
  }, LOOK_MS)
  return async () => {
    clearInterval(timer)
    ending.abort(new Error('the broker stops'))
    await looking
  }
}

interface DueLook {
  readonly desktop: string
  readonly n: number
  readonly point: string
  readonly takenAt: number
}

/** Machines to look into, each with the point to compare with: those where that was not done of late. */
async function dueLooks({ store, desktops }: Parts): Promise<DueLook[]> {
  const now = await store.now()
  const rows = await store.db
    .selectFrom('desktop')
    .innerJoin('restore_point', (join) =>
      join.on((eb) =>
        eb(
          'restore_point.id',
          '=',
          eb
            .selectFrom('restore_point as newest')
            .select('newest.id')
            .whereRef('newest.desktop_id', '=', 'desktop.id')
            .where('newest.proof', '=', 'known-good')
            .orderBy('newest.taken_at', 'desc')
            .limit(1),
        ),
      ),
    )
    .leftJoin('desktop_changes as known', 'known.desktop_id', 'desktop.id')
    .leftJoin('run', (join) => join.onRef('run.desktop_id', '=', 'desktop.id').on('run.outcome', 'is', null))
    .select(['desktop.id', 'desktop.instance_n', 'restore_point.id as point', 'restore_point.taken_at'])
    .where('run.id', 'is', null)
    .where((eb) =>
      eb.or([
        eb('known.at', 'is', null),
        eb('known.at', '<', now - FRESH_MS),
        eb('known.point_id', '!=', eb.ref('restore_point.id')),
      ]),
    )
    .execute()
  return rows.flatMap(({ id, instance_n, point, taken_at }) =>
    instance_n === null || !desktops.has(id) ? [] : [{ desktop: id, n: instance_n, point, takenAt: taken_at }],
  )
}

/** Asks a desktop's guest what changed since its point. What it answers may be anything. */
async function lookInto(parts: Parts, { desktop, n, point, takenAt }: DueLook, signal: AbortSignal): Promise<void> {
  const { store, hypervisor } = parts
  const { alive, status } = await hypervisor.instance(desktop, n)
  if (!alive || status !== 'running') return
  const { code, out } = await agentOf({ hypervisor, desktop, n, signal }).exec(
    '/bin/sh',
    ['-c', COUNT, 'count-changes', String(Math.floor(takenAt / 1000))],
    { timeoutMs: GUEST_MS, signal },
  )
  if (code !== 0) throw new GuestError(`it ended with ${code}`)
  const { folders, more } = foldersIn(out)
  await store.transaction(async (trx) => {
    const row = await trx.selectFrom('desktop').selectAll().where('id', '=', desktop).executeTakeFirst()
    // Another machine by now: what was found is of one that is gone.
    if (row?.instance_n !== n) return
    const before = await trx
      .selectFrom('desktop_changes')
      .select(['point_id', 'folders_json'])
      .where('desktop_id', '=', desktop)
      .executeTakeFirst()
    const found = { point_id: point, at: await clock(trx), folders_json: JSON.stringify(folders), more: Number(more) }
    await trx
      .insertInto('desktop_changes')
      .values({ desktop_id: desktop, ...found })
      .onConflict((conflict) => conflict.column('desktop_id').doUpdateSet(found))
      .execute()
    if (before?.point_id !== point || before.folders_json !== found.folders_json)
      await tell(trx, { person_id: row.owner_id, type: 'desktop', subject: desktop })
  })
}

async function eachOf<T>(all: readonly T[], atOnce: number, act: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Lines of a count and a name; the name is empty for files that lie in the home itself. */
export function foldersIn(answer: string): Pick<LocalChanges, 'folders' | 'more'> {
  const folders = answer
    .slice(0, 64 * 1024)
    .split('\n')
    .flatMap((line) => {
      const found = /^ *(\d{1,9}) ?(.*)$/.exec(line)
      const files = Number(found?.[1] ?? 0)
      if (files === 0) return []
      return [{ name: shownText(found?.[2] ?? '').slice(0, LONGEST_NAME), files }]
    })
  return { folders: folders.slice(0, MOST_FOLDERS), more: folders.length > MOST_FOLDERS }
}
