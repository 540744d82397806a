import type { Duplex } from 'node:stream'

/**
 * What the broker asks of a hypervisor. Everything is addressed by a desktop's id and a number that the broker gives
 * once and never again: instance `i-n`, overlay `o-n`, memory image `m-n`. So a call that arrives late can only name
 * what it was meant for (docs/architecture.md, "Names"). No call addresses "the desktop's machine".
 *
 * Every call may throw `HypervisorError`. One that was sent and whose effect is not known throws `UncertainError`: the
 * caller then ends the attempt and takes the next number; nothing is ever tried twice under one number.
 */
export interface Hypervisor {
  readonly name: string
  /** What it can do here, found out at `open`; docs/architecture.md says what follows from each. */
  readonly can: { readonly warmPoints: boolean; readonly undoMemory: boolean }

  /** Looks for what it needs and adopts what already runs. Throws with what is missing and how to get it. */
  open(signal: AbortSignal): Promise<void>
  /** Lets go of its connections. Machines go on running. */
  close(): Promise<void>

  /**
   * What this desktop's machine is made of and by, as a text to compare: as long as it stays the same, memory that was saved
   * fits, and what was seen of a guest is still true.
   */
  machineKind(desktop: string): Promise<string>

  /** Bytes free where this desktop's overlays and images are made. */
  room(desktop: string): Promise<number>
  /**
   * Takes `bytes` of room for attempt n, so that nobody else does. Throws `NoRoomError`, with nothing left behind, and
   * `ExistsError` if attempt n has room already.
   */
  reserve(desktop: string, n: number, bytes: number): Promise<void>
  /** Gives it back. Fine if there is none. */
  release(desktop: string, n: number): Promise<void>
  /** The attempts for which room is taken. */
  reservations(desktop: string): Promise<number[]>

  /** Makes overlay o-n above `backing`. Exclusive: throws `ExistsError` if there is one of that name, and changes nothing. */
  createOverlay(desktop: string, n: number, backing: Disk): Promise<void>
  /** What a disk is, or null if there is none. Throws `DamagedDiskError` if it, or anything in its chain, can't be read. */
  disk(desktop: string, disk: Disk): Promise<DiskFacts | null>
  /**
   * Makes o-n read-only for ever, and answers what it is then. Fine if it is sealed already; an error while a machine
   * can write to it.
   */
  seal(desktop: string, n: number): Promise<DiskFacts>
  /**
   * Rewrites the sealed o-n so that it stands on `onto`, a disk below it, and needs none of those in between: its content
   * and its time of change stay, and so does its name. Whoever has the old file open goes on with that. An error, with
   * nothing changed, if o-n is not sealed, if `onto` is not below it, or if a memory image belongs to it. Throws
   * `NoRoomError`. Takes as long as it must copy; it gives way to everything else on the host.
   */
  absorbBacking(desktop: string, n: number, onto: Disk, signal: AbortSignal): Promise<void>
  /** The overlays that are there, as their files say: nothing is looked through. */
  overlays(desktop: string): Promise<OverlayEntry[]>
  /** The memory images of which anything is there. */
  images(desktop: string): Promise<number[]>
  /**
   * Deletes o-n. Fine if it is gone. An error, with nothing changed, if a disk stands on it, a machine writes to it, or a
   * complete memory image belongs to it.
   */
  deleteOverlay(desktop: string, n: number): Promise<void>
  /** Deletes m-n, whole or half made. Fine if it is gone. An error while a machine runs that records it or came of it. */
  deleteImage(desktop: string, n: number): Promise<void>
  /** Forgets what i-n left when it ended: its logs and notes. That it was started once is never forgotten. Fine if it did. */
  clearInstance(desktop: string, n: number): Promise<void>
  /** Deletes what killed brokers left half-made among this desktop's files and is older than `olderThanMs`. */
  clearHalfMade(desktop: string, olderThanMs: number): Promise<void>
  /** Whether a complete memory image m-n is there. */
  hasImage(desktop: string, n: number): Promise<boolean>
  /** Whether there is one that belongs to o-disk exactly as that is now: nothing wrote to it since. */
  imageFits(desktop: string, n: number, disk: number): Promise<boolean>
  /** The most bytes that an image of this desktop's memory takes. */
  imageBytes(desktop: string): Promise<number>

  /**
   * Starts instance i-n: paused, its network link down. An id starts once: throws `ExistsError` for a second time, also
   * if the first failed half way. Throws `NoRoomError` if memory is to be recorded and there is no room for it.
   * Answers when its monitor does and, with `memory: load`, when the image is loaded and the link was cut after loading.
   */
  startInert(desktop: string, n: number, start: Start, signal: AbortSignal): Promise<void>
  /** What instance i-n is now; `alive: false` if there is none of that number, or it ended (also as a zombie). */
  instance(desktop: string, n: number): Promise<InstanceFacts>
  /** Numbers of all instances of this desktop that are alive, whoever started them. */
  alive(desktop: string): Promise<number[]>

  /** Stops i-n's processors. Fine if it is stopped, panicked or gone. */
  stop(desktop: string, n: number, signal: AbortSignal): Promise<void>
  /**
   * Lets i-n, which goes on running, write to o-`disk` from now on, in one moment between two writes; what it wrote to until
   * then is written to no more. o-`disk` must be an unused overlay above it, with nothing but empty ones in between. A call
   * that takes effect late is harmless, for all that it can do is to put an empty overlay on what is there. Look at
   * `instance` afterwards.
   */
  switchDisk(desktop: string, n: number, disk: number, signal: AbortSignal): Promise<void>
  /** Lets i-n's processors run. */
  resume(desktop: string, n: number, signal: AbortSignal): Promise<void>
  setLink(desktop: string, n: number, up: boolean, signal: AbortSignal): Promise<void>
  /** Ends i-n and returns when its process is gone and its disks' locks are free. Fine if it is gone. */
  kill(desktop: string, n: number, signal: AbortSignal): Promise<void>
  /**
   * Stops i-n, which was started with `memory: record`, writes the rest of its state beside its memory and ends it: m-n is
   * then complete, belongs to i-n's disk as it is now, and is readable by the broker alone.
   */
  completeImage(desktop: string, n: number, signal: AbortSignal): Promise<void>
  /**
   * Stops i-n for good, however it was started, and writes all of its memory and state to m-image within `withinMs`: that
   * belongs then to i-n's disk as it is now, and is readable by the broker alone. i-n stays, and must never run again; that
   * it did not is looked at before this returns. Answers the bytes that the image takes. Throws `ExistsError` if there is
   * an image of that number, `NoRoomError`, and `TooSlowError`; whatever it throws, there is no complete image m-image.
   */
  saveMemory(
    desktop: string,
    n: number,
    image: number,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly bytes: number }>

  /** i-n's picture now. */
  picture(desktop: string, n: number, signal: AbortSignal): Promise<Picture>
  /** Moves i-n's pointer: a living desktop's picture changes. `x` and `y` from 0 to 1. It must be running. */
  movePointer(desktop: string, n: number, x: number, y: number, signal: AbortSignal): Promise<void>
  /** Presses and releases a key, by QEMU's name of it (QKeyCode). It must be running. */
  pressKey(desktop: string, n: number, key: string, signal: AbortSignal): Promise<void>
  /** Path of the unix socket on which i-n speaks RFB (VNC), for this process and until `close`. */
  consoleSocket(desktop: string, n: number): string
  guest(desktop: string, n: number): GuestAgent

  /** Reads kept disks in helper guests; null where that was not set up. */
  readonly reader: DiskReader | null

  /** Calls back when a machine changes by itself, until the returned function is called. */
  listen(hear: (event: MachineEvent) => void): () => void
}

/** The golden image, or overlay o-n. */
export type Disk = 'golden' | number

export interface OverlayEntry {
  readonly n: number
  /** What it stands on; `unknown` if its file can't be read, or says what is no disk of this desktop. */
  readonly backing: Disk | 'unknown'
  readonly sealed: boolean
}

export interface DiskFacts {
  readonly backing: Disk | null
  /** Bytes that it occupies, and its time of change in ms: together they tell whether anything wrote to it. */
  readonly sizeBytes: number
  readonly changedMs: number
  readonly sealed: boolean
}

export interface Start {
  readonly disk: number
  /**
   * `load`: resume from m-`image`, which must belong to exactly the state below `disk`; the adapter refuses otherwise.
   * `record`: keep memory in a file from the start, so that `completeImage` costs nothing. None: boot.
   */
  readonly memory: { readonly mode: 'load'; readonly image: number } | { readonly mode: 'record' } | null
  /** `nowhere`: a network card as always, with nothing behind it, whatever the link says. */
  readonly network: 'desktop' | 'nowhere'
  /** A machine that nobody waits for: it gives way to all others on the host, in processors and in storage. */
  readonly background?: boolean
}

export interface InstanceFacts {
  readonly alive: boolean
  /** `no-room`: stopped in the middle of a write for which its storage had no room; after `resume` it writes that again. */
  readonly status: 'running' | 'paused' | 'no-room' | 'panicked' | 'off' | 'unknown'
  /** The overlay it writes to, as it says itself; as it was told, if it does not answer. null when it is not alive. */
  readonly disk: number | null
  readonly linkUp: boolean
}

/** 24 bit RGB, row by row. `png()` encodes it. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
  png(): Promise<Uint8Array>
}

export interface MachineEvent {
  readonly desktop: string
  readonly n: number
  readonly type: 'panicked' | 'watchdog' | 'gone' | 'powered-off' | 'no-room'
}

/** The agent inside the guest (QEMU's). It may never answer; every call has its time. */
export interface GuestAgent {
  /** Synchronises first: after a load the channel may hold answers to somebody else's questions. */
  ping(timeoutMs: number, signal: AbortSignal): Promise<void>
  /** Lets the guest write what it has, and holds its file systems still from then on. Answers how many; none is no error. */
  freeze(timeoutMs: number, signal: AbortSignal): Promise<number>
  /** Lets them go. Answers how many still were held. Fine if none was. */
  thaw(timeoutMs: number, signal: AbortSignal): Promise<number>
  /** Sets the guest's clock from its hardware clock, which is always right: so a late call does no harm. */
  setClockFromHardware(timeoutMs: number, signal: AbortSignal): Promise<void>
  /** Runs a program, without a shell. `input` goes to its standard input and so never into an argument. */
  exec(
    program: string,
    args: readonly string[],
    options: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly input?: string },
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }>
  /** Asks the guest to power down; answers when the request is in, not when it is done. */
  powerDown(timeoutMs: number, signal: AbortSignal): Promise<void>
}

/**
 * Reads disks of a desktop that no machine writes to, in a helper guest of our own: so a file system that somebody made
 * to do harm meets a kernel that is thrown away after. The helper is instance i-n, alive and killed as all of them are.
 */
export interface DiskReader {
  /**
   * Starts helper i-n, which lets nothing be written to `disks`. An id starts once: throws `ExistsError` for a second time.
   * Answers with the channel to the program in it, which speaks as broker/rescue/frames.ts says. Whatever comes from there
   * may be anything; the channel ends when the helper does.
   */
  start(desktop: string, n: number, start: ReaderStart, signal: AbortSignal): Promise<Duplex>
}

export interface ReaderStart {
  /** In this order; the first is the one that is asked about. */
  readonly disks: readonly Disk[]
  /**
   * The file server that it reaches as 10.0.2.100, port 445, and nothing else: the one named, unless the desktop's own
   * network says where that is. null: nothing at all.
   */
  readonly server: string | null
}

export class HypervisorError extends Error {
  override readonly name: string = 'HypervisorError'
}
/** Sent, and nobody knows whether it was done. */
export class UncertainError extends HypervisorError {
  override readonly name = 'UncertainError'
}
export class ExistsError extends HypervisorError {
  override readonly name = 'ExistsError'
}
export class NoRoomError extends HypervisorError {
  override readonly name = 'NoRoomError'
}
export class DamagedDiskError extends HypervisorError {
  override readonly name = 'DamagedDiskError'
}
/** It took longer than there was time for. */
export class TooSlowError extends HypervisorError {
  override readonly name = 'TooSlowError'
  /** How long all of it would have taken, as far as that could be seen. */
  readonly takesMs: number | null

  constructor(message: string, takesMs: number | null, options?: ErrorOptions) {
    super(message, options)
    this.takesMs = takesMs
  }
}
/** The guest's agent did not answer in time, or said no. */
export class GuestError extends HypervisorError {
  override readonly name = 'GuestError'
}
