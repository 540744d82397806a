import { z } from 'zod'
import { oneOf, text } from '../../config/values.ts'
import type { MachineSpec } from '../machine-spec.ts'

/** What an administrator says of QEMU on this machine. */
export const QemuOptions = z.strictObject({
  /** `auto`: KVM if a probe guest really boots with it, emulation otherwise. */
  accelerator: oneOf(['auto', 'kvm', 'tcg']).default('auto'),
  binary: text('the name or path of QEMU', 'qemu-system-x86_64').default('qemu-system-x86_64'),
  imgBinary: text('the name or path of qemu-img', 'qemu-img').default('qemu-img'),
})
export type QemuOptions = z.output<typeof QemuOptions>

export interface QemuSetup extends QemuOptions {
  /** Below it, `desktops/<id>/` holds all that belongs to a desktop. */
  readonly dataDir: string
  readonly desktops: Readonly<Record<string, MachineSpec>>
  /** The folder of the helper guest that reads kept disks, if that is set up. */
  readonly rescueImage?: string | null
}
