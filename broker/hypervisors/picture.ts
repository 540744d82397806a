import { PNG } from 'pngjs'
import type { Picture } from './hypervisor.ts'

/** `rgb` holds 3 bytes a pixel, row by row, and is not copied. Throws `RangeError` if it is not just that long. */
export function picture(width: number, height: number, rgb: Uint8Array): Picture {
  if (rgb.length !== width * height * 3)
    throw new RangeError(`a picture of ${width} x ${height} takes ${width * height * 3} bytes, not ${rgb.length}`)
  return { width, height, rgb, png: async () => encode(width, height, rgb) }
}

function encode(width: number, height: number, rgb: Uint8Array): Uint8Array {
  const png = new PNG({ width, height, colorType: 2, inputColorType: 2, inputHasAlpha: false })
  png.data = Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength)
  // A screen is mostly flat: the fastest level is a tenth of the time, and a fifth larger.
  return PNG.sync.write(png, { colorType: 2, inputColorType: 2, inputHasAlpha: false, deflateLevel: 1 })
}
