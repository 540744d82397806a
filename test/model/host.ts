import { chainOf, isWhole, isWrittenTo, says, standsOn } from './disks.ts'
import type { Rules } from './rules.ts'
import type { Call, State } from './state.ts'

/** Carries out one call, whoever made it and whenever. Answers whether it did what was asked; `broken` tells of harm. */
export function carryOut(s: State, call: Call, rules: Rules, broken: (what: string) => void): boolean {
  switch (call.op) {
    case 'create': {
      const there = s.files[call.n]
      if (call.backing !== 0 && s.files[call.backing] === undefined) return false
      if (there !== undefined && (rules.createExclusively || isWrittenTo(s, call.n))) return false
      s.files[call.n] = { id: ++s.made, backing: call.backing, wrote: 0, sealed: false, used: false }
      return true
    }
    case 'switch': {
      const m = s.machines.find((x) => x.n === call.i)
      const to = s.files[call.to]
      if (m === undefined || to === undefined || m.disk === call.to) return false
      if (rules.switchNamesNode && m.disk !== call.node) return false
      m.disk = call.to
      m.file = to.id
      return true
    }
    case 'seal': {
      const file = s.files[call.n]
      if (file === undefined || (rules.sealAfterKill && isWrittenTo(s, call.n))) return false
      file.sealed = true
      return true
    }
    case 'kill': {
      if (s.machines.some((m) => m.n === call.i) && call.i === s.instance && !s.condemned.includes(call.i))
        broken('the desktop’s machine is ended, and nobody said so before')
      s.machines = s.machines.filter((m) => m.n !== call.i)
      return true
    }
    case 'start': {
      const file = s.files[call.disk]
      if (s.machines.some((m) => m.n === call.i) || file === undefined || !isWhole(s, call.disk)) return false
      if (file.sealed && rules.freshUndo && rules.cloneOwnNumber) return false
      if (chainOf(s, call.disk).some((d) => isWrittenTo(s, d))) return false
      if (s.machines.some((m) => chainOf(s, m.disk).includes(call.disk))) return false
      file.used = true
      const { i: n, clone, link, disk } = call
      const sees = says(s, disk)
      s.machines.push({ n, disk, file: file.id, runs: clone, link, clone, sees, passed: false })
      s.machines.sort((a, b) => a.n - b.n)
      return true
    }
    case 'link': {
      const m = s.machines.find((x) => x.n === call.i)
      if (m === undefined) return false
      m.runs = m.link = true
      return true
    }
    case 'complete': {
      const m = s.machines.find((x) => x.n === call.i)
      if (m === undefined) return false
      s.machines = s.machines.filter((x) => x !== m)
      s.images[call.i] = { disk: m.disk, complete: true, said: m.sees }
      return true
    }
    case 'deleteImage': {
      if (s.machines.some((m) => m.n === call.n)) return false
      return Reflect.deleteProperty(s.images, call.n)
    }
    case 'delete': {
      if (s.files[call.n] === undefined) return true
      if (!call.checked && !mayBeDeleted(s, call.n, rules)) return false
      return Reflect.deleteProperty(s.files, call.n)
    }
    case 'copy': {
      const { n, onto } = call
      const file = s.files[n]
      const chain = chainOf(s, n)
      if (file === undefined || (rules.absorbsSealedOnly && !file.sealed) || !isWhole(s, n)) return false
      if (file.backing === onto || (onto !== 0 && !chain.slice(1).includes(onto))) return false
      if (Object.values(s.images).some((m) => m.disk === n)) return false
      const taken = onto === 0 ? chain : chain.slice(0, chain.indexOf(onto))
      const wrote = taken.reduce((all, d) => all | (s.files[d]?.wrote ?? 0), 0)
      s.copies.push({ of: n, onto, wrote })
      return true
    }
    case 'rename': {
      const copy = s.copies.find((c) => c.of === call.n && c.onto === call.onto)
      if (copy === undefined) return false
      s.copies = s.copies.filter((c) => c !== copy)
      const { onto: backing, wrote } = copy
      const name = rules.absorbsUnderItsName ? call.n : s.next++
      s.files[name] = { id: ++s.made, backing, wrote, sealed: true, used: true }
      if (name !== call.n) return Reflect.deleteProperty(s.files, call.n)
      return true
    }
  }
}

/** What the adapter looks at before it deletes. */
export function mayBeDeleted(s: State, n: number, rules: Rules): boolean {
  if (rules.adapterLooks && standsOn(s, n)) return false
  if (rules.copiesHold && s.copies.some((c) => c.onto === n)) return false
  if (Object.values(s.images).some((m) => m.disk === n && m.complete)) return false
  return !isWrittenTo(s, n)
}

/** Something of the guest reaches its disk: whichever file it has open, and whatever name that has by now. */
export function write(s: State, n: number, bit: number): void {
  const m = s.machines.find((x) => x.n === n)
  if (m === undefined) return
  m.sees |= bit
  const file = Object.values(s.files).find((f) => f.id === m.file)
  if (file !== undefined) file.wrote |= bit
}
