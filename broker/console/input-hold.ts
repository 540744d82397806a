/** Messages of RFB's client (RFC 6143, 7.5, and QEMU's) that do something to the desktop. */
const KEY = 4
const POINTER = 5
const CUT_TEXT = 6
const QEMU = 255

/** The rest, with their lengths; a function where that is in the message, which answers 0 for "not enough to tell". */
const LENGTHS: Readonly<Record<number, number | ((bytes: Buffer) => number)>> = {
  0: 20,
  2: (bytes) => (bytes.length < 4 ? 0 : 4 + 4 * bytes.readUInt16BE(2)),
  3: 10,
  [KEY]: 8,
  [POINTER]: 6,
  // A negative length is that of an extended clipboard.
  [CUT_TEXT]: (bytes) => (bytes.length < 8 ? 0 : 8 + Math.abs(bytes.readInt32BE(4))),
  150: 10,
  250: 4,
  248: (bytes) => (bytes.length < 9 ? 0 : 9 + bytes.readUInt8(8)),
  251: (bytes) => (bytes.length < 8 ? 0 : 8 + 16 * bytes.readUInt8(6)),
  [QEMU]: (bytes) => {
    if (bytes.length < 4) return 0
    if (bytes.readUInt8(1) === 0) return 12
    return bytes.readUInt16BE(2) === 2 ? 10 : 4
  },
}

const VERSION = 'RFB 003.008\n'
/** RFB's version, the choice of no authentication, whether the picture is shared: each is answered before the next is said. */
const GREETING = [VERSION.length, 1, 1]

/** More than any message has: a clipboard of a whole megabyte is refused before that. */
const MOST_WAITING = 1024 * 1024
/** All that a page needs to see the picture. */
const LOOKS: readonly number[] = [0, 2, 3, 150, 248]

/**
 * Reads what a page says to a machine, from its first byte on, and leaves out keys, pointer and clipboard until `release`. A page
 * shows the picture meanwhile. `guest`: somebody of the help desk, beside the person at the desktop. A guest never has the picture
 * for itself alone, which would cut off that person; and one who may only `view` is never heard with anything else than looking.
 */
export class InputHold {
  readonly #greeting = [...GREETING]
  readonly #guest: 'view' | 'control' | null
  #rest: Buffer = Buffer.alloc(0)
  #held: boolean

  constructor(guest: 'view' | 'control' | null = null, held = true) {
    this.#guest = guest
    this.#held = held
  }

  release(): void {
    this.#held = false
  }

  /** What of it the machine is to hear. Throws if it is not RFB, and so nobody can tell what it would do. */
  pass(chunk: Buffer): Buffer {
    this.#rest = Buffer.concat([this.#rest, chunk])
    const passed: Buffer[] = []
    for (;;) {
      const [greeting] = this.#greeting
      const length = greeting ?? lengthOf(this.#rest)
      if (length > MOST_WAITING) throw new Error('a page says more at once than anybody needs to')
      if (length === 0 || this.#rest.length < length) return Buffer.concat(passed)
      const message = this.#rest.subarray(0, length)
      this.#rest = this.#rest.subarray(length)
      if (greeting === undefined) {
        if (this.#held && acts(message)) continue
        if (this.#guest === 'view' && !LOOKS.includes(message[0] ?? -1)) continue
        passed.push(message)
      } else {
        passed.push(this.#greeted(message))
        this.#greeting.shift()
      }
    }
  }

  #greeted(message: Buffer): Buffer {
    if (message.length === VERSION.length && message.toString('latin1') !== VERSION)
      throw new Error('a page speaks another version of RFB')
    // The last thing that is said before all else: whether others may see the picture, too.
    return this.#guest !== null && this.#greeting.length === 1 ? Buffer.from([1]) : message
  }
}

/** Bytes of the message that begins here; 0 as long as that can't be told. */
function lengthOf(bytes: Buffer): number {
  const type = bytes[0]
  if (type === undefined) return 0
  const length = LENGTHS[type]
  if (length === undefined) throw new Error(`a page said ${type}, which is nothing that is known of RFB`)
  return typeof length === 'number' ? length : length(bytes)
}

function acts(message: Buffer): boolean {
  const type = message[0]
  return type === KEY || type === POINTER || type === CUT_TEXT || (type === QEMU && message[1] === 0)
}
