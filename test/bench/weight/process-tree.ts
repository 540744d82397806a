import { readdirSync, readFileSync } from 'node:fs'

/** As /proc counts processor time. */
const TICKS_A_SECOND = 100

export interface Weighed {
  /** Memory that would be free without it: what it shares counts in parts. */
  readonly mebibytes: number
  /** Of one processor. */
  readonly percent: number
}

/** A process with all that came of it, over some time. Needs to be its user, or root. */
export async function weigh(pid: number, ms: number): Promise<Weighed> {
  const before = ticks(pid)
  const since = performance.now()
  await new Promise((resolve) => setTimeout(resolve, ms))
  const seconds = (performance.now() - since) / 1000
  const percent = (100 * (ticks(pid) - before)) / TICKS_A_SECOND / seconds
  const kibibytes = tree(pid).reduce((sum, each) => sum + pss(each), 0)
  return { mebibytes: kibibytes / 1024, percent }
}

function ticks(pid: number): number {
  return tree(pid).reduce((sum, each) => {
    const [, , , , , , , , , , , user = '0', system = '0'] = stat(each)
    return sum + Number(user) + Number(system)
  }, 0)
}

function pss(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0)
}

/** It and its children, and theirs. */
function tree(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc'))
    if (/^\d+$/.test(name)) parents.set(Number(name), Number(stat(Number(name))[1]))
  const found = [pid]
  for (const each of found) for (const [child, parent] of parents) if (parent === each) found.push(child)
  return found
}

/** From its state on: the name before it may hold anything. */
function stat(pid: number): string[] {
  return read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ')
}

/** Nothing of a process that is gone. */
function read(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}
