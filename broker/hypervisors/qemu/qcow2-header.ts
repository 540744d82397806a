import { open } from 'node:fs/promises'

const MAGIC = 0x514649fb
const LONGEST_NAME = 1023

/**
 * The name that a qcow2 file gives for what it stands on, or null if it stands on nothing. Read by itself: to look at all
 * disks of a desktop, starting a program for each would take too long. Throws if the file is no qcow2.
 */
export async function backingNameOf(file: string): Promise<string | null> {
  const disk = await open(file, 'r')
  try {
    const header = Buffer.alloc(20)
    const { bytesRead } = await disk.read(header, 0, header.length, 0)
    if (bytesRead < header.length || header.readUInt32BE(0) !== MAGIC) throw new Error(`${file} has no qcow2 header`)
    const offset = header.readBigUInt64BE(8)
    const length = header.readUInt32BE(16)
    if (offset === 0n) return null
    if (length === 0 || length > LONGEST_NAME) throw new Error(`${file} names what it stands on in ${length} bytes`)
    const name = Buffer.alloc(length)
    const read = await disk.read(name, 0, length, Number(offset))
    if (read.bytesRead < length) throw new Error(`${file} ends before the name of what it stands on`)
    return name.toString('utf8')
  } finally {
    await disk.close()
  }
}
