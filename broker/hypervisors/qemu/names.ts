import { HypervisorError } from '../hypervisor.ts'

/** What a number is the number of: instance, overlay, memory image, ballast. */
export type Kind = 'i' | 'o' | 'm' | 'b'

export function nameOf(kind: Kind, n: number): string {
  if (!Number.isSafeInteger(n) || n < 1) throw new HypervisorError(`${n} is no number of an attempt`)
  return `${kind}-${n}`
}

/** The number in a name, or null if it is none of that kind. */
export function numberIn(kind: Kind, name: string, suffix = ''): number | null {
  const match = /^([iomb])-([1-9][0-9]{0,15})(.*)$/.exec(name)
  return match !== null && match[1] === kind && match[3] === suffix ? Number(match[2]) : null
}
