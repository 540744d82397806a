import type { Policy, Probe } from '../../shared/api/policy.ts'
import type { Check } from '../../shared/api/restore-point.ts'
import { waitUntilAtRest } from '../guest/linux.ts'
import { agentOf, type Machine } from '../guest/machine.ts'
import { isBlank, pictureMoves } from '../guest/screen.ts'
import { waitForAgent } from '../guest/wait-for-agent.ts'
import type { Disk } from '../hypervisors/hypervisor.ts'
import { sealForSure } from '../recovery/seal-for-sure.ts'
import { probesOf } from './default-probes.ts'

export interface Proof {
  readonly passed: boolean
  /** It was not even started: that says nothing of the point. */
  readonly untried: boolean
  /** Whether its memory was saved too, so that it resumes in place of booting. */
  readonly warm: boolean
  readonly checks: readonly Check[]
  /** The clone's screen when it was checked, PNG. */
  readonly picture: Uint8Array | null
}

const MOVES_MS = 15_000
/** What a guest says is shown to people: so much of it is enough. */
const LONGEST_SAID = 300

/**
 * Starts a clone on `backing` with nothing behind its network card, puts it through the checks, and saves it. On passing,
 * disk o-n is sealed and, where the hypervisor can, memory m-n complete; the clone is ended. On failing it is left for the
 * caller to condemn first.
 */
export async function prove(clone: Machine, backing: Disk, policy: Policy): Promise<Proof> {
  const { hypervisor, desktop, n, signal } = clone
  const bootMs = policy.bootSeconds * 1000
  const warm = hypervisor.can.warmPoints
  const checks: Check[] = []
  let picture: Uint8Array | null = null

  /** Puts one check through, and says whether to go on. */
  const passes = async (name: string, look: () => Promise<{ ok: boolean; saw: string }>): Promise<boolean> => {
    const began = performance.now()
    const seen = await look().catch((error: unknown) => {
      signal.throwIfAborted()
      return { ok: false, saw: error instanceof Error ? error.message : String(error) }
    })
    signal.throwIfAborted()
    checks.push({ name, passed: seen.ok, tookMs: Math.round(performance.now() - began), saw: shown(seen.saw) })
    return seen.ok
  }

  const starts = await passes('starts', async () => {
    await hypervisor.createOverlay(desktop, n, backing)
    const memory = warm ? ({ mode: 'record' } as const) : null
    await hypervisor.startInert(desktop, n, { disk: n, memory, network: 'nowhere', background: true }, signal)
    await hypervisor.resume(desktop, n, signal)
    return { ok: true, saw: `i-${n}, cut off from the network` }
  })
  const probes = async (): Promise<boolean> => {
    for (const probe of probesOf(policy)) if (!(await passes(probe.name, () => tryProbe(clone, probe)))) return false
    return true
  }
  const passed =
    starts &&
    (await passes('agent answers', async () => {
      await waitForAgent(clone, bootMs)
      return { ok: true, saw: 'an answer' }
    })) &&
    (policy.guest === 'windows' ||
      (await passes('comes to rest', async () => {
        await waitUntilAtRest(clone, bootMs)
        return { ok: true, saw: 'booted, nobody logged on' }
      }))) &&
    (await probes()) &&
    (await passes('screen is not blank', async () => {
      const seen = await hypervisor.picture(desktop, n, signal)
      picture = await seen.png()
      return { ok: !isBlank(seen), saw: `${seen.width} x ${seen.height}` }
    })) &&
    (await passes('screen is not frozen', async () => {
      const moves = await pictureMoves(clone, MOVES_MS)
      return { ok: moves, saw: moves ? 'the pointer moved' : 'no change' }
    })) &&
    (await passes('is saved', async () => {
      if (warm) await hypervisor.completeImage(desktop, n, signal)
      else await hypervisor.kill(desktop, n, signal)
      const disk = await sealForSure(clone, desktop, n)
      return { ok: true, saw: `${disk.sizeBytes} bytes${warm ? ', with memory' : ''}` }
    }))
  return { passed, untried: !starts, warm: passed && warm, checks, picture }
}

/** What it prints is bounded by the agent, and by us: of a program that prints without end, only that is learned. */
async function tryProbe(clone: Machine, probe: Probe): Promise<{ ok: boolean; saw: string }> {
  const { code, out, err } = await agentOf(clone).exec(probe.program, probe.arguments, {
    timeoutMs: probe.withinSeconds * 1000,
    signal: clone.signal,
  })
  if (code !== probe.exitCode) return { ok: false, saw: `exit code ${code}: ${lastLine(out) || lastLine(err)}` }
  if (probe.says !== undefined && !out.includes(probe.says))
    return { ok: false, saw: `it does not say "${probe.says}": ${lastLine(out)}` }
  return { ok: true, saw: lastLine(out) || 'as expected' }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

function shown(text: string): string {
  const plain = text.replace(/\p{Cc}/gu, ' ')
  return plain.length > LONGEST_SAID ? `${plain.slice(0, LONGEST_SAID - 3)}...` : plain
}
