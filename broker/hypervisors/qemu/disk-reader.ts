import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { type DiskReader, HypervisorError, type ReaderStart, UncertainError } from '../hypervisor.ts'
import { type Accelerator, MACHINE } from './arguments.ts'
import type { Desktop } from './desktop.ts'
import { storageError } from './files.ts'
import type { HelperImage } from './helper-image.ts'
import { nameOf } from './names.ts'
import { firstMonitor, lastLines, makeInstanceFolder } from './start.ts'
import { or } from './turns.ts'

const MEMORY_MIB = 192
/** What the helper's journals may write beside the disks, all of which is thrown away: a disk made to do harm gets no more. */
const SCRATCH_BYTES = 1024 * 1024 * 1024
const CHANNEL_MS = 20_000
const SHARE_PORT = 445

/** Reads disks by a small QEMU machine of our own kernel and program: no program of the disk is ever run. */
export class QemuDiskReader implements DiskReader {
  readonly #image: HelperImage
  readonly #binary: string
  readonly #desktopOf: (id: string) => Desktop

  constructor(image: HelperImage, binary: string, desktopOf: (id: string) => Desktop) {
    this.#image = image
    this.#binary = binary
    this.#desktopOf = desktopOf
  }

  async start(desktop: string, n: number, start: ReaderStart, signal: AbortSignal): Promise<Socket> {
    signal.throwIfAborted()
    const it = this.#desktopOf(desktop)
    const { files, disks, hardware } = it
    for (const disk of start.disks)
      if (disk !== 'golden' && !(await disks.isSealed(disk)))
        throw new HypervisorError(`${nameOf('o', disk)} is not sealed, so it may change while it is read`)
    const paths = start.disks.map((disk) => `../../disks/${disks.fileNameOf(disk)}`)
    await makeInstanceFolder(files, n)
    const folder = files.instance(n)
    const server = start.server === null ? null : serverFor(hardware.spec.network, start.server)
    const args = readerArguments(`${desktop}/${nameOf('i', n)}`, this.#image, hardware.accelerator, paths, server)
    // It writes no disk of the desktop's, so it has no start record: nobody waits for its lock.
    await writeFile(join(folder, 'reader.json'), `${JSON.stringify({ arguments: args }, null, 2)}\n`, { mode: 0o600 })

    signal.throwIfAborted()
    const machine = await begin(folder, this.#binary, args, start.server === null ? 15 : 0)
    const patience = AbortSignal.any([signal, machine.ended, AbortSignal.timeout(CHANNEL_MS)])
    try {
      // Its monitor greets when QEMU is whole: a file server that was not there has ended it before.
      await firstMonitor(files, n, patience).then((monitor) => monitor.close())
      const channel = await connectChannel(files.socket(n, CHANNEL), patience)
      it.alive()
      return channel
    } catch (cause) {
      machine.kill()
      const why: unknown = machine.ended.aborted ? machine.ended.reason : cause
      const said = why instanceof Error ? why.message : String(why)
      if (machine.ended.aborted)
        throw new HypervisorError(`the helper ${nameOf('i', n)} did not start: ${said}`, { cause: why })
      throw new UncertainError(`the helper ${nameOf('i', n)} was being started; it is told to end: ${said}`, { cause })
    }
  }
}

const CHANNEL = 'reader.sock'

interface Server {
  readonly host: string
  readonly port: number
}

/** Where a desktop's file server is, as this machine reaches it. */
function serverFor(network: Desktop['hardware']['spec']['network'], named: string): Server {
  return network.kind === 'user' && network.share !== null ? network.share : { host: named, port: SHARE_PORT }
}

function readerArguments(
  name: string,
  image: HelperImage,
  accelerator: Accelerator,
  disks: readonly string[],
  server: Server | null,
): string[] {
  const socket = (id: string) => ['-chardev', `socket,id=${id},path=${id}.sock,server=on,wait=off`]
  return [
    ...['-name', name, '-M', MACHINE, '-m', `${MEMORY_MIB}M`, '-smp', '1', '-cpu', 'Nehalem-v1'],
    ...['-accel', accelerator === 'kvm' ? 'kvm' : 'tcg,thread=single,tb-size=64'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-serial', 'file:serial.log'],
    ...['-kernel', image.kernel, '-initrd', image.initrd, '-append', image.commandLine],
    // What would be written, which a journal's replay is, goes into a file that has no name, and is gone with the machine.
    ...disks.flatMap((file, i) => [
      ...['-drive', `if=none,id=disk${i},format=qcow2,snapshot=on,file=${file}`],
      ...['-device', `virtio-blk-pci,id=blk${i},drive=disk${i}`],
    ]),
    ...['control-a', 'control-b', 'events'].flatMap((id) => [...socket(id), '-mon', `chardev=${id},mode=control`]),
    ...['-device', 'virtio-serial-pci', ...socket('reader')],
    ...['-device', 'virtserialport,chardev=reader,name=daruma.rescue', '-device', 'virtio-rng-pci'],
    ...(server === null ? [] : shareOnly(server)),
    ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny', '-msg', 'timestamp=on'],
  ]
}

/** One connection to the file server, made by QEMU at the start, and nothing else: no program is started for it. */
function shareOnly({ host, port }: Server): string[] {
  return [
    ...['-chardev', `socket,id=share,host=${host},port=${port},nodelay=on`],
    ...['-netdev', 'user,id=net,restrict=on,guestfwd=tcp:10.0.2.100:445-chardev:share'],
    ...['-device', 'virtio-net-pci,netdev=net,romfile='],
  ]
}

/** With a bound to what it may write. Nobody waits for a list; for a copy somebody does. */
async function begin(folder: string, binary: string, args: readonly string[], niceness: number) {
  const log = await open(join(folder, 'qemu.log'), 'ax', 0o600)
  const limited = ['-n', String(niceness), 'prlimit', `--fsize=${SCRATCH_BYTES}`, '--core=0', binary, ...args]
  try {
    const child = spawn('nice', limited, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, TMPDIR: folder },
    })
    child.unref()
    const ended = new AbortController()
    child.once('error', (error) => ended.abort(error))
    child.once('exit', () => {
      readFile(join(folder, 'qemu.log'), 'utf8').then(
        (text) => ended.abort(new Error(lastLines(text))),
        (error: unknown) => ended.abort(error),
      )
    })
    return { ended: ended.signal, kill: () => child.kill('SIGKILL') }
  } catch (error) {
    throw storageError('start a helper', error)
  } finally {
    await log.close()
  }
}

async function connectChannel(path: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect(path)
  try {
    await or(signal, once(socket, 'connect'))
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}
