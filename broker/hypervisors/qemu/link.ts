import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { HypervisorError } from '../hypervisor.ts'
import { CARD } from './arguments.ts'
import type { Monitor } from './monitor.ts'

const Buses = z.array(
  z.object({
    devices: z.array(
      z.object({ qdev_id: z.string(), regions: z.array(z.object({ bar: z.number(), address: z.number() })) }),
    ),
  }),
)

/** virtio 1.1, 4.1.4 and 5.1.4: where QEMU has the device's own registers: first the address, 6 bytes, then the status. */
const REGISTERS_BAR = 4
const REGISTERS_OFFSET = 0x2000
const LINK_UP = 1

/**
 * An instance's network link. QEMU 7.2 has no question for it, so the card's own status register is read, as the guest
 * would. Before the firmware gave the card an address that can't be done; then the note counts that is kept beside the
 * instance, and it says `up` from before the link may be up until after it is known to be down.
 */
export class Link {
  readonly #note: string
  readonly #mac: string

  constructor(instanceFolder: string, mac: string) {
    this.#note = join(instanceFolder, 'link')
    this.#mac = mac
  }

  async set(monitor: Monitor, up: boolean, signal: AbortSignal): Promise<void> {
    if (up) await this.#write('up')
    await monitor.order('set_link', { name: CARD, up }, signal)
    if (!up) await this.#write('down')
    if ((await this.#look(monitor, signal)) === !up)
      throw new HypervisorError(`the network card's link did not go ${up ? 'up' : 'down'}`)
  }

  async isUp(monitor: Monitor, signal: AbortSignal): Promise<boolean> {
    return (await this.#look(monitor, signal)) ?? this.mayBeUp()
  }

  /** Without asking the machine. */
  async mayBeUp(): Promise<boolean> {
    return (await readFile(this.#note, 'utf8').catch(() => 'up')) !== 'down'
  }

  async #write(state: 'up' | 'down'): Promise<void> {
    await writeFile(this.#note, state)
  }

  /** null: it can't be seen now. */
  async #look(monitor: Monitor, signal: AbortSignal): Promise<boolean | null> {
    const buses = await monitor.ask('query-pci', {}, Buses, signal)
    const card = buses.flatMap((bus) => bus.devices).find((device) => device.qdev_id === CARD)
    const address = card?.regions.find((region) => region.bar === REGISTERS_BAR)?.address ?? -1
    if (address <= 0) return null
    const command = { 'command-line': `xp /8bx 0x${(address + REGISTERS_OFFSET).toString(16)}` }
    const dump = await monitor.ask('human-monitor-command', command, z.string(), signal)
    const bytes = [...dump.matchAll(/ 0x([0-9a-f]{2})\b/g)].map((match) => match[1] ?? '')
    // Whatever else may be found at that address: without the card's own address before it, it is not its status.
    if (bytes.slice(0, 6).join(':') !== this.#mac) return null
    return (Number(`0x${bytes[6] ?? ''}`) & LINK_UP) !== 0
  }
}
