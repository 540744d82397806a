/** A HID interface that is plugged in, whether or not it may be opened. */
export interface FoundDevice {
  /** Where to open it. Given again to another device after this one is gone, so it is nobody's name. */
  readonly path: string
  readonly vendorId: number
  readonly productId: number
  readonly usagePage: number | undefined
  readonly usage: number | undefined
  readonly product: string | undefined
  /** Of USB; -1 elsewhere. */
  readonly interface: number
}

export interface OpenDevice {
  /** Writes one output report, its id first (0 where there are none). Rejects when the device is gone. */
  write(bytes: Uint8Array): Promise<void>
  /** Never rejects: what cannot be closed is gone. */
  close(): Promise<void>
}

export interface Hear {
  report(bytes: Uint8Array): void
  /** Told at most once; nothing comes after it. */
  gone(why: string): void
}

/** How buttons are reached. Real ones by `node-hid-transport.ts`. */
export interface Transport {
  list(): Promise<FoundDevice[]>
  /** What is heard comes after this has answered. Throws `PermissionError` where this user may not, else an Error that says why. */
  open(path: string, hear: Hear): Promise<OpenDevice>
  /** Calls back when something may have been plugged in or out: a hint that saves waiting, never the only source. */
  watch(hint: () => void): () => void
}

/** There, but not for this user: the one failure to open that an administrator can end. */
export class PermissionError extends Error {
  override readonly name = 'PermissionError'
}
