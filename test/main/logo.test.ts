import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Decode, LARGEST_LOGO, logoOf } from '../../main/logo.ts'

/** The head of a PNG of this size, with nothing drawn: the header alone decides before it is decoded. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(26)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(head)
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return Buffer.concat([head, deflateSync(Buffer.alloc(16))])
}
const jpeg = (width: number, height: number) => {
  const frame = Buffer.from('ffd8ffe000044a46ffc000110800000000030122000211010311', 'hex')
  frame.writeUInt16BE(height, 13)
  frame.writeUInt16BE(width, 15)
  return Buffer.concat([frame, Buffer.alloc(32)])
}
const decoding =
  (width: number, height: number): Decode =>
  () => ({ width, height, png: (w, h) => `data:image/png;${w}x${h}` })

test('a picture is drawn anew, as large as it is shown at most', () => {
  expect(logoOf(png(400, 120), 'logo.png', decoding(400, 120))).toBe('data:image/png;400x120')
  expect(logoOf(png(1000, 360), 'logo.png', decoding(1000, 360))).toBe('data:image/png;500x180')
  expect(logoOf(jpeg(1800, 90), 'logo.jpg', decoding(1800, 90))).toBe('data:image/png;900x45')
})

test('what is no PNG and no JPEG is told so, whatever it is called', () => {
  for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '', 'BM'])
    expect(() => logoOf(Buffer.from(text), 'logo.png', decoding(1, 1))).toThrow('logo.png is no PNG and no JPEG')
})

test('nothing is decoded that is too large', () => {
  const never: Decode = () => {
    throw new Error('it was decoded')
  }
  expect(() => logoOf(png(60_000, 60_000), 'logo.png', never)).toThrow(
    'logo.png is 60000 × 60000: 2000 on a side at most',
  )
  expect(() => logoOf(jpeg(20, 40_000), 'logo.jpg', never)).toThrow('2000 on a side')
  expect(() => logoOf(Buffer.alloc(LARGEST_LOGO + 1), 'logo.png', never)).toThrow('larger than 256 kB')
})

test('what cannot be decoded is told so', () => {
  expect(() => logoOf(png(10, 10), 'logo.png', () => null)).toThrow('logo.png cannot be decoded')
})

test('whatever the bytes are, it ends with a picture or with what is wrong', () => {
  const starts = fc.constantFrom('', 'ffd8', 'ffd8ffe0', '89504e470d0a1a0a').map((hex) => Buffer.from(hex, 'hex'))
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      const bytes = Buffer.concat([start, rest])
      try {
        expect(logoOf(bytes, 'logo', decoding(10, 10))).toContain('data:image/png')
      } catch (e) {
        expect((e as Error).message).toMatch(/^logo /)
      }
    }),
  )
})
