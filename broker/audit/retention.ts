import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { onDuty } from '../store/duty.ts'
import { clock, type Store } from '../store/store.ts'
import { record } from './audit.ts'
import { formats } from './formats.ts'
import { beginningOf, type KeptLine, linesAfter } from './lines.ts'

export interface RetentionParts {
  readonly store: Store
  readonly log: Logger
  /** What is taken off is kept in its folder `audit`. */
  readonly dataDir: string
  /** null: for ever. */
  readonly keepDays: number | null
}

const DAY_MS = 24 * 60 * 60_000
const LOOK_MS = 60 * 60_000
/** So many go at once: a transaction holds everybody else up. */
const AT_ONCE = 10_000

/** Takes off the trail, each hour, what is older than it is to be. */
export function keepTrailShort(parts: RetentionParts): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const work = async () => {
    while (!signal.aborted) {
      await takeOffOld(parts, signal).catch((err: unknown) => {
        if (!signal.aborted) parts.log.error({ err }, 'old lines of the audit trail could not be taken off')
      })
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  const working = parts.keepDays === null ? Promise.resolve() : work()
  return async () => {
    ending.abort()
    await working
  }
}

/**
 * Writes old lines into a file for its owner alone, and only then takes them off. The last of them stays known, in a table
 * and in a line of the trail, so what remains can be verified from there. Answers how many went.
 */
export async function takeOffOld(parts: RetentionParts, signal: AbortSignal): Promise<number> {
  const { store, keepDays } = parts
  if (keepDays === null) return 0
  const before = (await store.now()) - keepDays * DAY_MS
  return (
    (await onDuty(store, 'audit:retention', signal, async (duty) => {
      let gone = 0
      // Those that are there now: each stretch that goes leaves a line of its own.
      const newest = await store.db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
      const which = { before, upTo: newest?.seq ?? 0 }
      for (let lines = await old(parts, which); lines.length > 0; lines = await old(parts, which)) {
        duty.signal.throwIfAborted()
        const [first, last] = [lines[0], lines.at(-1)]
        if (first === undefined || last === undefined) break
        const { file, digest } = await writeDown(join(parts.dataDir, 'audit'), lines)
        await store.transaction(async (trx) => {
          await duty.check(trx)
          const at = await clock(trx)
          await trx
            .insertInto('audit_anchor')
            .values({ seq: last.seq, hash: last.hash, first_seq: first.seq, at, file, file_digest: digest })
            .execute()
          await trx.deleteFrom('audit').where('seq', '<=', last.seq).execute()
          await record(trx, {
            actor: 'broker',
            action: 'audit.taken-off',
            subject: `audit:${last.seq}`,
            detail: { first: first.seq, last: last.seq, hash: last.hash, file, digest },
          })
        })
        gone += lines.length
      }
      return gone
    })) ?? 0
  )
}

/** The oldest that may go; never the last line of all, which the next one follows. */
async function old(
  { store: { db } }: RetentionParts,
  { before, upTo }: { readonly before: number; readonly upTo: number },
): Promise<KeptLine[]> {
  const lines: KeptLine[] = []
  for await (const line of linesAfter(db, (await beginningOf(db)).seq)) {
    if (line.at >= before || line.seq >= upTo || lines.length === AT_ONCE) break
    lines.push(line)
  }
  return lines
}

/** One that a broker left half-way is written anew: it was not told of. */
async function writeDown(folder: string, lines: readonly KeptLine[]): Promise<{ file: string; digest: string }> {
  const text = lines.map(formats.jsonl).join('')
  const file = `audit-${lines[0]?.seq}-${lines.at(-1)?.seq}.jsonl`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const left of await readdir(folder)) if (left.endsWith('.part')) await rm(join(folder, left))
  const made = await open(join(folder, `${file}.part`), 'w', 0o600)
  try {
    await made.writeFile(text)
    await made.sync()
  } finally {
    await made.close()
  }
  await rename(join(folder, `${file}.part`), join(folder, file))
  return { file, digest: createHash('sha256').update(text).digest('hex') }
}
