/**
 * Messages to and from the helper guest: a length and that many bytes, which are fields, each with its own length; lengths
 * are 32 bit, the first field is the message's name. What comes from there may be anything, and what is too long or does not
 * come out even ends the talk.
 */

const LONGEST_MESSAGE = 64 * 1024
const MOST_FIELDS = 16

export function encodeMessage(name: string, ...fields: readonly (string | number | Uint8Array)[]): Buffer {
  const parts = [name, ...fields].flatMap((field) => {
    const bytes = typeof field === 'object' ? field : Buffer.from(String(field))
    return [lengthOf(bytes), bytes]
  })
  const message = Buffer.concat(parts)
  if (message.length > LONGEST_MESSAGE) throw new Error(`a message of ${message.length} bytes`)
  return Buffer.concat([lengthOf(message), message])
}

export interface Message {
  readonly name: string
  readonly fields: readonly Buffer[]
}

/** The messages in what comes. Throws for what is none. */
export async function* messagesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<Message> {
  let left: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    left = left.length === 0 ? chunk : Buffer.concat([left, chunk])
    let at = 0
    while (left.length - at >= 4) {
      const length = left.readUInt32BE(at)
      if (length > LONGEST_MESSAGE) throw new Error(`the helper sent a message of ${length} bytes`)
      if (left.length - at - 4 < length) break
      yield decode(left.subarray(at + 4, at + 4 + length))
      at += 4 + length
    }
    left = left.subarray(at)
  }
}

function decode(bytes: Buffer): Message {
  const fields: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.length - at < 4 ? Infinity : bytes.readUInt32BE(at)
    if (length > bytes.length - at - 4 || fields.length === MOST_FIELDS)
      throw new Error('the helper sent a message that does not come out even')
    // A copy: the chunk that it came in is not to be kept for it.
    fields.push(Buffer.from(bytes.subarray(at + 4, at + 4 + length)))
    at += 4 + length
  }
  const [name, ...rest] = fields
  if (name === undefined) throw new Error('the helper sent an empty message')
  return { name: name.toString('latin1'), fields: rest }
}

function lengthOf({ length }: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  return bytes
}
