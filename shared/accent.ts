/** Linear light of a colour, 0 to 1, by the WCAG 2 formula. */
export function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** Red is Recover, and nothing else: whether a colour could be taken for it. */
export function isReddish(colour: string): boolean {
  const { hue, saturation } = hsl(colour)
  return saturation > 0.3 && (hue <= 22 || hue >= 338)
}

/**
 * The colour itself, or the nearest shade of it that stands out from all of these by so much: lighter or darker, whichever
 * needs less.
 */
export function standingOut(colour: string, from: readonly string[], ratio: number): string {
  const { hue, saturation, lightness } = hsl(colour)
  const stands = (shade: string) => from.every((ground) => contrast(shade, ground) >= ratio)
  for (let off = 0; off <= 100; off++)
    for (const l of [lightness + off / 100, lightness - off / 100]) {
      const shade = off === 0 ? colour : hex(hue, saturation, Math.min(1, Math.max(0, l)))
      if (stands(shade)) return shade
    }
  return colour
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
}

function hsl(colour: string): { hue: number; saturation: number; lightness: number } {
  const [r = 0, g = 0, b = 0] = channels(colour)
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  const range = most - least
  const lightness = (most + least) / 2
  if (range === 0) return { hue: 0, saturation: 0, lightness }
  const sixth = most === r ? ((g - b) / range) % 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4
  return { hue: (sixth * 60 + 360) % 360, saturation: range / (1 - Math.abs(2 * lightness - 1)), lightness }
}

function hex(hue: number, saturation: number, lightness: number): string {
  const half = saturation * Math.min(lightness, 1 - lightness)
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    return lightness - half * Math.max(-1, Math.min(k - 3, 9 - k, 1))
  }
  return `#${[0, 8, 4]
    .map((n) =>
      Math.round(channel(n) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}
