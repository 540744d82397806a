import type { Selectable } from 'kysely'
import { type Problem, ProblemError, problem } from '../../shared/api/problem.ts'
import { RescueAsk } from '../../shared/api/rescue.ts'
import { record } from '../audit/audit.ts'
import { takeNumber } from '../recovery/numbers.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import type { Duty } from '../store/duty.ts'
import { clock } from '../store/moment.ts'
import type { RescueTable } from '../store/schema.ts'
import { type Copyable, leftoversToCopy } from './chosen.ts'
import { type CopyNews, copyFiles } from './copy-files.ts'
import { decodePath, shownPath } from './disk-path.ts'
import { withHelper } from './helper.ts'
import type { KeptSkip } from './rescue-view.ts'
import { tellOfRescue } from './tell.ts'

type Row = Selectable<RescueTable>

/** Every copy ends, also one of more than a disk ought to hold. */
const LONGEST_MS = 6 * 60 * 60_000
const TOLD_EVERY_MS = 1000
const MOST_TOLD = 100

/** Makes the copy that a desktop's owner waits for. Answers whether there was one. */
export async function makeNextCopy(parts: Parts, desktop: string, duty: Duty): Promise<boolean> {
  const { store, log } = parts
  const next = await store.transaction(async (trx) => {
    await duty.check(trx)
    const waiting = await trx
      .selectFrom('rescue')
      .selectAll()
      .where('desktop_id', '=', desktop)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    if (waiting === undefined) return null
    const n = await takeNumber(trx, desktop, null)
    const row: Row = { ...waiting, state: 'copying', instance_n: n }
    await trx.updateTable('rescue').set({ state: row.state, instance_n: n }).where('id', '=', row.id).execute()
    await record(trx, {
      actor: 'broker',
      action: 'rescue.copying',
      subject: `rescue:${row.id}`,
      detail: { desktop, helper: n, kept: `o-${row.kept_n}` },
    })
    await tellOfRescue(trx, row)
    return { row, n }
  })
  if (next === null) return false
  const progress = new Progress(parts, next.row, duty)
  try {
    await copy(parts, next.row, next.n, progress, duty)
  } catch (error) {
    duty.signal.throwIfAborted()
    log.warn({ desktop, rescue: next.row.id, err: error }, 'files could not be copied to the share')
    await progress.end(error instanceof ProblemError ? error.problem : problem('share-failed', textOf(error)))
  }
  return true
}

/** A copy that was broken off with its broker: what is on the share stays there, and whoever asked may ask again. */
export async function endBrokenOff(parts: Parts, row: Row, duty: Duty): Promise<void> {
  const why = 'The desktop service was started anew meanwhile. Copy again what is missing.'
  await new Progress(parts, row, duty).end(problem('share-failed', why))
}

async function copy(parts: Parts, row: Row, n: number, progress: Progress, duty: Duty): Promise<void> {
  const { store, desktops } = parts
  const desktop = row.desktop_id
  const share = desktops.has(desktop) ? settingsOf(parts, desktop).share : null
  if (share === null) throw new ProblemError('no-share')
  const { pressed_at } = await store.db
    .selectFrom('run')
    .select('pressed_at')
    .where('id', '=', row.recovery_id)
    .executeTakeFirstOrThrow()
  const what = JSON.parse(row.ask_json) as object
  const files = await leftoversToCopy(store.db, row.recovery_id, RescueAsk.parse({ ...what, key: row.press_key }))
  progress.files = files
  const moment = localMoment(pressed_at)
  const order = {
    share: { unc: share.unc, user: share.user, password: await share.password() },
    folder: `Recovered ${moment.replace(':', '.')}`,
    title: `What this computer had at ${moment}, before it was brought back.`,
    files: files.map(({ path, size_bytes }) => ({ path, size: size_bytes })),
  }
  const server = /^\/\/([^/]+)\//.exec(share.unc)?.[1] ?? null
  const limit = AbortSignal.any([duty.signal, AbortSignal.timeout(LONGEST_MS)])
  const { reported } = await withHelper(parts, desktop, n, { disks: [row.kept_n], server }, limit, (helper) =>
    copyFiles(helper, order, progress),
  )
  await progress.end(reported ? null : problem('share-failed', 'The list of what was copied could not be put there.'))
}

/** Keeps the row as it goes: at once what matters, the numbers each second. */
class Progress implements CopyNews {
  files: readonly Copyable[] = []
  readonly #parts: Parts
  readonly #row: Row
  readonly #duty: Duty
  readonly #skipped: KeptSkip[] = []
  #toldAt = 0

  constructor(parts: Parts, row: Row, duty: Duty) {
    this.#parts = parts
    this.#row = row
    this.#duty = duty
  }

  async folder(name: string): Promise<void> {
    this.#row.folder = name
    await this.#tell({})
  }

  async copied(_: number, bytes: number, renamed: boolean): Promise<void> {
    this.#row.copied_files++
    this.#row.copied_bytes += bytes
    if (renamed) this.#row.renamed++
    await this.#tellNowAndThen()
  }

  async skipped(file: number, why: KeptSkip['why']): Promise<void> {
    this.#row.skipped_files++
    const path = this.files[file]?.path
    if (path !== undefined && this.#skipped.length < MOST_TOLD) this.#skipped.push({ path, why })
    await this.#tellNowAndThen()
  }

  async end(why: Problem | null): Promise<void> {
    const row = this.#row
    const all = row.copied_files === row.of_files
    const outcome = row.copied_files === 0 ? 'failed' : all && why === null ? 'copied' : 'partly'
    await this.#tell({
      state: 'ended',
      outcome,
      instance_n: null,
      problem_json: why === null ? null : JSON.stringify(why),
    })
  }

  async #tellNowAndThen(): Promise<void> {
    const now = performance.now()
    if (now - this.#toldAt < TOLD_EVERY_MS) return
    this.#toldAt = now
    await this.#tell({})
  }

  async #tell(set: Partial<Row>): Promise<void> {
    Object.assign(this.#row, set, { skipped_json: JSON.stringify(this.#skipped) })
    const row = this.#row
    await this.#parts.store.transaction(async (trx) => {
      await this.#duty.check(trx)
      if (row.state === 'ended') row.ended_at = await clock(trx)
      await trx.updateTable('rescue').set(row).where('id', '=', row.id).execute()
      if (row.state === 'ended')
        await record(trx, {
          actor: 'broker',
          action: `rescue.${row.outcome ?? 'failed'}`,
          subject: `rescue:${row.id}`,
          detail: { desktop: row.desktop_id, folder: row.folder, ...this.#told() },
        })
      await tellOfRescue(trx, row)
    })
  }

  /** For the trail: how much, and of the first files which. */
  #told(): Record<string, unknown> {
    const { copied_files, copied_bytes, skipped_files, renamed, problem_json } = this.#row
    const first = this.files.slice(0, MOST_TOLD).map(({ path }) => shownPath(decodePath(path)))
    const why = problem_json === null ? {} : { problem: JSON.parse(problem_json) as unknown }
    return { files: copied_files, bytes: copied_bytes, skipped: skipped_files, renamed, asked: first, ...why }
  }
}

/** As the clock of this machine shows it, which is where the people are. */
function localMoment(ms: number): string {
  const at = new Date(ms)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
