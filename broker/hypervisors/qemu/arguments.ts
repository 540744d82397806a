import { createHash } from 'node:crypto'
import type { Start } from '../hypervisor.ts'
import type { MachineSpec } from '../machine-spec.ts'
import type { GoldenImage } from './golden.ts'
import { nameOf } from './names.ts'

/** A versioned machine: its devices stay the same under a newer QEMU, so memory images stay good. */
export const MACHINE = 'pc-q35-7.2'

export type Accelerator = 'kvm' | 'tcg'

/** What a desktop's machine is made of, and the golden image that it boots. */
export interface Hardware {
  readonly desktop: string
  readonly spec: MachineSpec
  readonly golden: GoldenImage
  readonly accelerator: Accelerator
}

/**
 * QEMU's arguments for i-n. Files are named from the instance's folder, where QEMU runs. `mapped`: the image to load keeps
 * its memory in a file that can be mapped, and not in its state.
 */
export function argumentsFor(hardware: Hardware, n: number, start: Start, mapped: boolean): string[] {
  const { desktop, golden } = hardware
  return [
    ...['-name', `${desktop}/${nameOf('i', n)}`],
    ...machine(hardware),
    ...memory(hardware, n, start.memory, mapped),
    ...(golden.kernel === null ? [] : ['-kernel', golden.kernel.file, '-initrd', golden.kernel.initrd]),
    ...disk(start.disk),
    ...network(hardware, start.network),
    ...sockets(),
    ...sandbox(hardware, start.network),
    // Paused, until it is told to run. The log has times.
    ...['-S', '-msg', 'timestamp=on'],
  ]
}

/** What a memory image depends on, as a hash. Names of files and what is behind the network card are not part of it. */
export function hardwareHash(hardware: Hardware): string {
  const parts = [MACHINE, machine(hardware), hardware.spec.memoryMiB, hardware.golden.hash]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

function machine({ desktop, spec, golden, accelerator }: Hardware): string[] {
  return [
    ...['-accel', accelerator === 'kvm' ? 'kvm' : 'tcg,thread=multi,tb-size=256'],
    ...['-cpu', spec.cpuModel, '-smp', String(spec.processors)],
    ...['-nodefaults', '-no-user-config', '-display', 'none'],
    // A hung guest is looked at before anything is done: a panic and a silent watchdog pause it. A guest that powers off
    // stays as well, so that this is seen even by a broker that was not there. A reboot is the guest's own affair.
    ...['-action', 'reboot=reset,shutdown=pause,panic=pause,watchdog=pause'],
    // The hardware clock goes with the host's also while the machine is stopped: a late guest can always set its own by it.
    ...['-rtc', 'base=utc,clock=host'],
    ...(golden.kernel === null ? [] : ['-append', golden.kernel.commandLine]),
    ...['-device', `virtio-blk-pci,id=disk0,drive=${FIRST_NODE},bootindex=1`],
    ...['-device', `virtio-net-pci,id=${CARD},netdev=net,mac=${macOf(desktop, spec)},disable-legacy=on,romfile=`],
    ...[
      '-device',
      'VGA,id=vga0',
      '-device',
      'virtio-keyboard-pci,id=keyboard0',
      '-device',
      'virtio-tablet-pci,id=tablet0',
    ],
    ...['-device', 'virtio-serial-pci,id=serial0'],
    ...['-device', 'virtserialport,id=agent0,chardev=agent,name=org.qemu.guest_agent.0'],
    // A guest resumed from memory must not repeat the random numbers of the last that was: a new generation, new entropy.
    ...['-device', 'vmgenid,id=generation0,guid=auto', '-device', 'virtio-rng-pci,id=random0'],
    ...['-device', 'pvpanic', '-device', 'i6300esb,id=watchdog0'],
  ]
}

/** The network card's id. */
export const CARD = 'net0'

/** A card's address: the administrator's, or one made of the desktop's id. */
export function macOf(desktop: string, spec: MachineSpec): string {
  if (spec.mac !== undefined) return spec.mac
  const hash = createHash('sha256').update(desktop).digest()
  return ['52', '54', '00', ...[...hash.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, '0'))].join(':')
}

function memory({ spec }: Hardware, n: number, how: Start['memory'], mapped: boolean): string[] {
  const load = how?.mode === 'load'
  const size = `size=${spec.memoryMiB}M`
  // Recorded: the file is the memory. Loaded: the file is below it, and what the guest changes is its own.
  const file =
    how === null || (load && !mapped)
      ? null
      : `mem-path=../../images/${nameOf('m', load ? how.image : n)}/memory,share=${load ? 'off' : 'on'}`
  return [
    // Always by this name, as it is a part of what is saved.
    ...['-M', `${MACHINE},memory-backend=memory`, '-m', `${spec.memoryMiB}M`],
    ...[
      '-object',
      `memory-backend-${file === null ? 'ram' : 'file'},id=memory,${size}${file === null ? '' : `,${file}`}`,
    ],
    ...(load ? ['-incoming', 'defer'] : []),
  ]
}

/** QEMU's name of the disk that it was started on; one that it is switched to later is named as its overlay. */
export const FIRST_NODE = 'disk'

function disk(n: number): string[] {
  const file = `../../disks/${nameOf('o', n)}.qcow2`
  return [
    '-blockdev',
    `driver=qcow2,node-name=${FIRST_NODE},discard=unmap,file.driver=file,file.locking=on,file.filename=${file}`,
  ]
}

function network({ spec }: Hardware, where: Start['network']): string[] {
  // A hub with nothing else on it. It adds nothing to a memory image, so that fits whatever network it wakes up on.
  if (where === 'nowhere') return ['-netdev', 'hubport,id=net,hubid=0']
  if (spec.network.kind === 'tap')
    return ['-netdev', `tap,id=net,ifname=${spec.network.ifname},script=no,downscript=no,vhost=off`]
  const { share } = spec.network
  // restrict: no way out but to the share. QEMU splits the command itself; no shell reads it.
  const forward = share === null ? '' : `,guestfwd=tcp:10.0.2.100:445-cmd:socat - TCP:${share.host}:${share.port}`
  return ['-netdev', `user,id=net,restrict=on${forward}`]
}

function sockets(): string[] {
  const socket = (name: string) => `socket,id=${name},path=${name}.sock,server=on,wait=off`
  return [
    ...['control-a', 'control-b', 'events'].flatMap((name) => [
      ...['-chardev', socket(name)],
      ...['-mon', `chardev=${name},mode=control`],
    ]),
    ...['-chardev', socket('agent'), '-vnc', 'unix:vnc.sock', '-serial', 'file:serial.log'],
  ]
}

function sandbox({ spec }: Hardware, where: Start['network']): string[] {
  // The way to the share is a program for each connection; without one, nothing is ever started.
  const spawns = where === 'desktop' && spec.network.kind === 'user' && spec.network.share !== null
  // That program begins a session of its own, which every other value of `elevateprivileges` kills it for.
  const rest = spawns ? '' : ',elevateprivileges=deny,spawn=deny'
  return ['-sandbox', `on,obsolete=deny,resourcecontrol=deny${rest}`]
}
