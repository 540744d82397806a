import { type Problem, ProblemError, problem, problemName } from '../../shared/api/problem.ts'
import { GuestError, HypervisorError } from '../hypervisors/hypervisor.ts'
import { pointSpoiled } from '../restore-points/look-over.ts'
import type { Trx } from '../store/store.ts'
import { type Claim, newNumbers, type Run, reach } from './claim.ts'
import { condemn } from './condemn.ts'
import { cutAStartShort } from './cut-short.ts'
import { finish } from './finish.ts'
import { wayAfter } from './ladder.ts'
import { type Parts, settingsOf } from './parts.ts'
import { startAsked } from './power-on.ts'
import { isPast } from './step-claim.ts'
import { releaseRoom } from './steps/release-room.ts'
import { pointOf } from './target.ts'

const RELEASE_MS = 5000

/**
 * What follows when the step that `began` at some mark failed: refuse, another try, the way back, or the help desk. It always
 * leads on.
 */
export async function afterFailure(parts: Parts, claim: Claim, began: Run, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error)
  const run = await claim.read()
  // Its commit was done and only not answered, as when the database restarts: then the step is done, and nothing failed.
  if (isPast(began, run)) return
  if (run.mark === 'accepted' || run.mark === 'preparing') {
    await giveRoomBack(parts, run)
    await claim.commit(async (trx, now) => {
      const refused = problemOf(error)
      await finish(trx, now, 'refused', refused)
      const point = now.kind === 'recover' ? pointOf(now) : null
      // The next press goes to another.
      if (point !== null && problemName(refused) === 'disk-damaged')
        await pointSpoiled(trx, now.desktop_id, point, refused.detail ?? refused.title)
      if (await cutAStartShort(trx, now)) await startAsked(trx, now.desktop_id)
    })
    return
  }
  if (run.kind === 'capture') {
    // The overlay that it was to write to is the desktop's, and the machine goes on with what is below it or with that.
    await claim.commit((trx, now) => finish(trx, now, 'failed', problemOf(error)))
    return
  }
  await claim.commit(async (trx, now) => {
    // The old machine can't be ended: nothing may be started beside it.
    if (now.mark === 'prepared' || now.mark === 'protected') {
      // Nor may what was started beside it live on.
      if (now.instance_n !== null) await condemn(trx, now.desktop_id, now.instance_n, why)
      await finish(trx, now, 'handed-over', problem('needs-help', why))
      return
    }
    // A machine that the person already has on screen is not taken away because it did not come up by itself. One that does
    // not even run, or has no link, nobody has.
    const isThere = now.mark === 'live' || (now.mark === 'switched' && error instanceof GuestError)
    if ((now.kind === 'restart' || now.kind === 'start') && isThere && now.old_overlay_n !== null) {
      await finish(trx, now, 'failed', problem('hypervisor-failed', why))
      return
    }
    await another(trx, now, settingsOf(parts, now.desktop_id).policy.tries, error, why)
  })
}

/** What is not given back now, the sweep gives back: nobody waits for a storage that does not answer. */
async function giveRoomBack(parts: Parts, run: Run): Promise<void> {
  const enough = AbortSignal.timeout(RELEASE_MS)
  const over = new Promise<never>((_, reject) => {
    enough.addEventListener('abort', () => reject(enough.reason as Error))
  })
  try {
    await Promise.race([releaseRoom(parts, run), over])
  } catch (err) {
    parts.log.warn({ run: run.id, err }, 'the room of a refused run was not given back')
  }
}

async function another(trx: Trx, run: Run, tries: number, error: unknown, why: string): Promise<void> {
  if (run.instance_n !== null) await condemn(trx, run.desktop_id, run.instance_n, why)
  const way = await wayAfter(trx, run, tries, error)
  if (way === null) {
    await finish(trx, run, 'handed-over', problem('needs-help', why))
    return
  }
  await newNumbers(trx, run)
  const { attempt_point_id: point, attempt_cold: cold, way_back: back } = way
  const detail = { why, wayBack: back === 1, withoutMemory: cold === 1, ...(point === null ? {} : { point }) }
  await reach(trx, run, 'sealed', { attempt: run.attempt + 1, ...way }, detail)
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof HypervisorError) return problem('hypervisor-failed', error.message)
  return problem('internal')
}
