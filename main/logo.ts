/** Far above what a logo needs, far below what hurts. */
export const LARGEST_LOGO = 256 * 1024
const LONGEST_SIDE = 2000
/** How it is kept: sharp on the largest screen. */
const KEPT_HEIGHT = 180
const KEPT_WIDTH = 900

/** Electron's own, or what a test puts in its place. Null for what it can't decode. */
export type Decode = (bytes: Buffer) => Decoded | null
export interface Decoded {
  readonly width: number
  readonly height: number
  /** As a data: address of a PNG of this size. */
  png(width: number, height: number): string
}

/**
 * A logo as the page may show it: decoded here and drawn anew, so that nothing of the file itself gets there. Throws what is
 * wrong with it, for people.
 */
export function logoOf(bytes: Buffer, name: string, decode: Decode): string {
  if (bytes.length > LARGEST_LOGO) throw new Error(`${name} is larger than ${LARGEST_LOGO / 1024} kB`)
  const size = pngSize(bytes) ?? jpegSize(bytes)
  if (size === null) throw new Error(`${name} is no PNG and no JPEG`)
  // Before it is decoded: a small file can hold a huge picture.
  if (size.width > LONGEST_SIDE || size.height > LONGEST_SIDE)
    throw new Error(`${name} is ${size.width} × ${size.height}: ${LONGEST_SIDE} on a side at most`)
  const picture = decode(bytes)
  if (picture === null || picture.width < 1 || picture.height < 1) throw new Error(`${name} cannot be decoded`)
  const scale = Math.min(1, KEPT_HEIGHT / picture.height, KEPT_WIDTH / picture.width)
  return picture.png(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)))
}

interface Size {
  readonly width: number
  readonly height: number
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(PNG) || bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** From the frame's header, which comes after others of any length. */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
