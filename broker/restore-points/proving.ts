import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { record } from '../audit/audit.ts'
import { condemn } from '../recovery/condemn.ts'
import { takeNumber } from '../recovery/numbers.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { askToStart } from '../recovery/power-on.ts'
import { type Duty, LostDutyError, onDuty } from '../store/duty.ts'
import type { RestorePointTable } from '../store/schema.ts'
import { clock, type Trx } from '../store/store.ts'
import { probesOf } from './default-probes.ts'
import { thisHost } from './host-room.ts'
import { tellOfPoints } from './not-taken.ts'
import { type Proof, prove } from './prove.ts'

type Point = Selectable<RestorePointTable>

/** After each check that failed, until the next is tried. */
const RETRY_MS = [10_000, 60_000, 600_000]
const GAVE_WAY_MS = 30_000

/** What checks it would be put through now, and on what machine: of a point that went through others, nothing is known. */
export async function proofOf(parts: Parts, desktop: string): Promise<string> {
  const { policy } = settingsOf(parts, desktop)
  const what = [await parts.hypervisor.machineKind(desktop), policy.guest, probesOf(policy)]
  return createHash('sha256').update(JSON.stringify(what)).digest('hex')
}

/**
 * Checks a point in a clone, if nobody else is at it. Whatever comes of that is written down; if `gives.way` is aborted, the
 * clone is ended, and the point is as it was and due again soon. Answers whether it was tried.
 */
export async function checkPoint(parts: Parts, point: Point, gives: { readonly way: AbortSignal }): Promise<boolean> {
  const tried = await onDuty(parts.store, dutyOf(point.id), gives.way, (duty) => checkAlone(parts, point, duty))
  return tried ?? false
}

async function checkAlone(parts: Parts, asked: Point, duty: Duty): Promise<boolean> {
  const { store, hypervisor, log } = parts
  const desktop = asked.desktop_id
  const { policy } = settingsOf(parts, desktop)
  const kind = await proofOf(parts, desktop)
  const begun = await store.transaction(async (trx) => {
    const now = await trx.selectFrom('restore_point').selectAll().where('id', '=', asked.id).executeTakeFirst()
    if (now?.state !== 'there' || now.proof_due === null || now.proof_n !== null) return null
    const number = await takeNumber(trx, desktop, null)
    await trx
      .updateTable('restore_point')
      .set({ proof_n: number, proof: now.proof === 'known-good' ? 'known-good' : 'proving' })
      .where('id', '=', now.id)
      .execute()
    await say(trx, now, 'point.proving', { n: number })
    return { point: now, n: number }
  })
  if (begun === null) return false
  const { point, n } = begun
  const clone = { hypervisor, desktop, n, signal: duty.signal }
  try {
    const proof = await prove(clone, point.captured_n ?? 'golden', policy)
    // A clone gives way to all else: on a host that became busy it fails for that alone.
    const busy = !proof.passed && !(await (parts.proofs ?? thisHost).hasRoom(0, false))
    const memoryBytes = proof.warm ? await hypervisor.imageBytes(desktop) : 0
    await store.transaction(async (trx) => {
      await duty.check(trx)
      if (proof.passed) await known(trx, point, n, proof, kind, memoryBytes)
      else await failed(trx, point, n, proof, { tries: policy.proofTries, busy })
    })
    if (!proof.passed) await end(parts, desktop, n)
    else if (point.reason === 'first') await askToStart(store, desktop)
    return true
  } catch (error) {
    // Whoever has the point now, or comes to have it, ends the clone.
    if (error instanceof LostDutyError) throw error
    if (!duty.signal.aborted) log.warn({ desktop, point: point.id, err: error }, 'a point could not be checked')
    await store.transaction(async (trx) => letBe(trx, point, n, 'something else went before it', GAVE_WAY_MS))
    await end(parts, desktop, n)
    return false
  }
}

/** What a broker that ended was checking is as it was before, and its clone must not live on. Nobody is at it any more. */
export async function giveUpHalfProven(parts: Parts, signal: AbortSignal): Promise<void> {
  const half = await parts.store.db.selectFrom('restore_point').selectAll().where('proof_n', 'is not', null).execute()
  for (const point of half) {
    if (!parts.desktops.has(point.desktop_id)) continue
    await onDuty(parts.store, dutyOf(point.id), signal, async () =>
      parts.store.transaction(async (trx) => {
        const now = await trx.selectFrom('restore_point').selectAll().where('id', '=', point.id).executeTakeFirst()
        if (now?.proof_n == null) return
        await letBe(trx, now, now.proof_n, 'the broker ended while it was being checked', 0)
      }),
    )
  }
}

async function known(trx: Trx, point: Point, n: number, proof: Proof, kind: string, bytes: number): Promise<void> {
  const at = await clock(trx)
  await trx
    .updateTable('restore_point')
    .set({
      proof: 'known-good',
      proven_at: at,
      proven_with: kind,
      overlay_n: n,
      image_n: proof.warm ? n : null,
      memory_bytes: bytes,
      problem: null,
      proof_n: null,
      proof_due: null,
      proof_tries: 0,
      checks_json: JSON.stringify(proof.checks),
      picture: proof.picture === null ? null : Buffer.from(proof.picture),
    })
    .where('id', '=', point.id)
    .execute()
  await say(trx, point, 'point.known-good', { n, checks: proof.checks })
}

async function failed(
  trx: Trx,
  point: Point,
  n: number,
  proof: Proof,
  { tries, busy }: { readonly tries: number; readonly busy: boolean },
): Promise<void> {
  const last = proof.checks.at(-1)
  const why = last === undefined ? 'It could not be tried.' : `${last.name}: ${last.saw}`
  await condemn(trx, point.desktop_id, n, 'its restore point failed a check')
  // That a clone could not be started, as for want of room, says nothing of a point that passed before.
  const counted = point.proof_tries + (busy || (proof.untried && point.proof === 'known-good') ? 0 : 1)
  const over = counted >= tries
  const again = over && point.reason !== 'first' ? null : RETRY_MS[Math.max(0, Math.min(counted, RETRY_MS.length) - 1)]
  const at = await clock(trx)
  await trx
    .updateTable('restore_point')
    .set({
      proof: over ? 'failed' : point.proof === 'known-good' ? 'known-good' : 'unproven',
      problem: why,
      proof_n: null,
      proof_tries: counted,
      proof_due: again == null ? null : at + again,
      checks_json: JSON.stringify(proof.checks),
      picture: proof.picture === null ? point.picture : Buffer.from(proof.picture),
    })
    .where('id', '=', point.id)
    .execute()
  await say(trx, point, 'point.failed', { n, tries: counted, over, checks: proof.checks })
}

async function letBe(trx: Trx, point: Point, n: number, why: string, laterMs: number): Promise<void> {
  await condemn(trx, point.desktop_id, n, why)
  await trx
    .updateTable('restore_point')
    .set({
      proof: point.proof === 'proving' ? 'unproven' : point.proof,
      proof_n: null,
      proof_due: (await clock(trx)) + laterMs,
    })
    .where('id', '=', point.id)
    .execute()
  await say(trx, point, 'point.not-proven', { n, why })
}

/** Its own time: whoever told us to stop must not leave a clone behind that keeps a host busy. */
async function end({ hypervisor, log }: Parts, desktop: string, n: number): Promise<void> {
  const { signal } = new AbortController()
  await hypervisor
    .kill(desktop, n, signal)
    .catch((err: unknown) => log.warn({ desktop, n, err }, 'a clone could not be ended; the sweep will'))
}

async function say(trx: Trx, point: Point, action: string, detail: Record<string, unknown>): Promise<void> {
  const desktop = point.desktop_id
  await record(trx, { actor: 'broker', action, subject: `point:${point.id}`, detail: { desktop, ...detail } })
  await tellOfPoints(trx, desktop)
}

function dutyOf(point: string): string {
  return `proof:${point}`
}
