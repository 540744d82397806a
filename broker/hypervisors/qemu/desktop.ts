import { HypervisorError, type MachineEvent } from '../hypervisor.ts'
import { type Hardware, macOf } from './arguments.ts'
import { Control } from './control.ts'
import { Disks } from './disks.ts'
import type { DesktopFiles } from './files.ts'
import { QemuGuestAgent } from './guest-agent.ts'
import { Link } from './link.ts'
import { nameOf } from './names.ts'
import { machineProcesses } from './processes.ts'
import { watch } from './watch.ts'

/** What is kept in this process of an instance: its queues and connections. None of it has to be there. */
export interface Instance {
  readonly control: Control
  readonly agent: QemuGuestAgent
  readonly link: Link
}

/** One desktop: its files, its disks, and the instances that this process has to do with. */
export class Desktop {
  readonly id: string
  readonly files: DesktopFiles
  readonly disks: Disks
  readonly hardware: Hardware
  readonly #tell: (event: MachineEvent) => void
  readonly #instances = new Map<number, Instance>()
  readonly #watched = new Map<number, AbortController>()
  readonly #ending = new Set<number>()

  constructor(files: DesktopFiles, hardware: Hardware, qemuImg: string, tell: (event: MachineEvent) => void) {
    this.id = hardware.desktop
    this.files = files
    this.hardware = hardware
    this.disks = new Disks(files, hardware.golden, qemuImg)
    this.#tell = tell
  }

  instance(n: number): Instance {
    const known = this.#instances.get(n)
    if (known !== undefined) return known
    const made = {
      control: new Control(this.files, n),
      agent: new QemuGuestAgent(this.files.socket(n, 'agent.sock'), nameOf('i', n)),
      link: new Link(this.files.instance(n), macOf(this.id, this.hardware.spec)),
    }
    this.#instances.set(n, made)
    return made
  }

  /** Numbers of all that are alive; what happens to them is told from now on. */
  alive(): number[] {
    const machines = machineProcesses(this.files.instances)
    for (const machine of machines) {
      if (this.#watched.has(machine.n) || this.#ending.has(machine.n)) continue
      const stop = new AbortController()
      this.#watched.set(machine.n, stop)
      const tell = (type: MachineEvent['type']) => {
        if (type === 'gone') this.#forget(machine.n)
        this.#tell({ desktop: this.id, n: machine.n, type })
      }
      void watch(this.files, machine, tell, stop.signal)
    }
    return machines.map((m) => m.n).sort((a, b) => a - b)
  }

  isAlive(n: number): boolean {
    return machineProcesses(this.files.instances).some((m) => m.n === n)
  }

  /** `HypervisorError` if i-n is not alive. */
  living(n: number): Instance {
    if (!this.isAlive(n)) throw new HypervisorError(`${nameOf('i', n)} of ${this.id} is not alive`)
    return this.instance(n)
  }

  /** Ends i-n by `act`: as that is nothing it does by itself, nothing is told of it. */
  async end(n: number, act: () => Promise<void>): Promise<void> {
    this.#ending.add(n)
    this.#unwatch(n)
    try {
      await act()
      this.#forget(n)
    } finally {
      this.#ending.delete(n)
    }
  }

  #unwatch(n: number): void {
    this.#watched.get(n)?.abort()
    this.#watched.delete(n)
  }

  #forget(n: number): void {
    this.#unwatch(n)
    this.#instances.get(n)?.agent.close()
    this.#instances.delete(n)
  }

  async close(): Promise<void> {
    for (const n of [...this.#watched.keys(), ...this.#instances.keys()]) this.#forget(n)
    await this.files.close()
  }
}
