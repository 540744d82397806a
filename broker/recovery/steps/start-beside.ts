import type { Machine } from '../../guest/machine.ts'
import { HypervisorError, type InstanceFacts } from '../../hypervisors/hypervisor.ts'
import { thisHost } from '../../restore-points/host-room.ts'
import type { Claim, Run } from '../claim.ts'
import type { Parts } from '../parts.ts'
import { targetOf } from '../target.ts'
import { bringsBackWhatWas } from './brings-back-what-was.ts'
import { beforeLink } from './stages.ts'

/**
 * How far the new machine came beside the old one: `not` begun; `lost`, so that its number is spent; `started`; or `ready`:
 * it answers, knows the time and holds no share, so nothing is left but to link it.
 */
export type Beside = 'not' | 'lost' | 'started' | 'ready'

/**
 * Starts the new machine while the old one still lets go of its shares and is saved, for a person is waiting: from memory, on
 * the overlay that is its own, with its link cut. Nobody can tell that it is there, and it becomes the desktop, or is linked, no
 * sooner than any other. The returned function says that it is not waited for any longer, and answers how far it came; it
 * does not reject, for whatever fails here costs no more than the time that it would have saved.
 */
export function startBeside(parts: Parts, claim: Claim, run: Run): () => Promise<Beside> {
  const enough = new AbortController()
  const gone = () => enough.signal.aborted
  let came: Beside = 'not'
  const work = async () => {
    const { hypervisor } = parts
    const { desktop_id: desktop, instance_n: n, overlay_n: disk } = run
    if (n === null || disk === null) return
    const { image } = await targetOf(parts.store.db, run)
    if (image === null) return
    // For a moment both are there.
    if (!(await (parts.proofs ?? thisHost).hasRoom(await hypervisor.imageBytes(desktop), true))) return
    await claim.read()
    if (gone()) return
    came = 'lost'
    const start = { disk, memory: { mode: 'load', image }, network: 'desktop' } as const
    await hypervisor.startInert(desktop, n, start, claim.signal)
    checkInert(n, disk, await hypervisor.instance(desktop, n), false)
    came = 'started'
    if (gone()) return
    await claim.read()
    await hypervisor.resume(desktop, n, claim.signal)
    const machine: Machine = { hypervisor, desktop, n, signal: AbortSignal.any([claim.signal, enough.signal]) }
    for (const stage of beforeLink(parts, machine, bringsBackWhatWas(run))) await stage.act()
    came = 'ready'
  }
  const over = work().catch((err: unknown) => {
    if (!gone()) parts.log.info({ run: run.id, err }, 'the new machine could not be made ready beside the old one')
  })
  return async () => {
    enough.abort(new Error('it is not waited for'))
    await over
    return came
  }
}

/** Throws unless i-n is there on its own disk, nothing on a network sees it, and it stands still, or at least `mayRun`. */
export function checkInert(n: number, disk: number, it: InstanceFacts, mayRun: boolean): void {
  const stands = it.status === 'paused' || (mayRun && it.status === 'running')
  if (!it.alive || it.linkUp || it.disk !== disk || !stands)
    throw new HypervisorError(`i-${n} did not start as asked: ${JSON.stringify(it)}`)
}
