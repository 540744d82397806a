import type { FakeMachine } from '../fakes/fake-desktop.ts'
import type { Answer } from '../fakes/fake-host.ts'

/** Under this name a machine's memory holds what it knows of its share: the version that it read. */
export const MOUNTED = 'share'

/** A program has a file of the share open. */
export const IN_USE = 'in use'

/** It was told to let go of its shares. */
const LEFT = 'left'

/** The users' shares, one for each desktop: each write makes a newer version. */
export class Shares {
  readonly #versions = new Map<string, number>()

  constructor(desktops: readonly string[]) {
    for (const id of desktops) this.#versions.set(`//files/${id}`, 1)
  }

  /** The user writes a file, from wherever. */
  write(desktop: string): void {
    const unc = `//files/${desktop}`
    this.#versions.set(unc, this.version(unc) + 1)
  }

  version(unc: string): number {
    return this.#versions.get(unc) ?? 0
  }
}

/** What a guest answers to the engine's constant scripts, with its share as real as the engine can tell. */
export function answerAsAGuest(shares: Shares) {
  return (machine: FakeMachine, _program: string, args: readonly string[]): Answer => {
    const ok = { code: 0, out: '', err: '' }
    const [, , name, argument = '', , when] = args
    if (name === 'mount-share') {
      if (when === 'again' && machine.memory[LEFT] !== undefined) return { code: 1, out: '', err: 'it has let go' }
      Reflect.deleteProperty(machine.memory, LEFT)
      if (machine.memory[MOUNTED] !== undefined) return ok
      if (!machine.linkUp || machine.network !== 'desktop')
        return { code: 32, out: '', err: 'mount error(113): no route' }
      machine.memory[MOUNTED] = `${argument}@${shares.version(argument)}`
      return ok
    }
    if (name === 'leave-shares') {
      machine.memory[LEFT] = 'yes'
      if (machine.memory[IN_USE] !== undefined) return { ...ok, code: 3 }
      if (machine.memory[MOUNTED] !== undefined && !machine.linkUp) return { ...ok, code: 4 }
      Reflect.deleteProperty(machine.memory, MOUNTED)
      return ok
    }
    if (name === 'share-opens') return { ...ok, code: machine.memory[MOUNTED] !== undefined && machine.linkUp ? 0 : 1 }
    return ok
  }
}
