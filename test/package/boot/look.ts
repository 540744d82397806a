import type { PNG } from 'pngjs'

/** What can be said of a picture without reading it. */
export interface Look {
  readonly colours: number
  /** The colour of most of it, as `#rrggbb`, and how much of it that is, of 1. */
  readonly ground: string
  readonly share: number
  /** How much of it is nearly black, of 1: words are little, the buttons that matter are much. */
  readonly dark: number
  /** Whether the outermost rows and columns show nothing but the ground and what stands on it: no black border. */
  readonly borderless: boolean
}

export function lookAt(picture: PNG): Look {
  const { width, height } = picture
  const counts = new Map<string, number>()
  let dark = 0
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      const colour = colourAt(picture, x, y)
      counts.set(colour, (counts.get(colour) ?? 0) + 1)
      if (
        picture.data
          .subarray(4 * (y * width + x))
          .subarray(0, 3)
          .every((channel) => channel < 64)
      )
        dark++
    }
  const [[ground, count] = ['', 0]] = [...counts].sort(([, a], [, b]) => b - a)
  const share = (4 * count) / (width * height)
  const edge = [
    ...Array.from({ length: width }, (_, x) => [colourAt(picture, x, 0), colourAt(picture, x, height - 1)]),
    ...Array.from({ length: height }, (_, y) => [colourAt(picture, 0, y), colourAt(picture, width - 1, y)]),
  ].flat()
  return {
    colours: counts.size,
    ground,
    share,
    dark: (4 * dark) / (width * height),
    borderless: !edge.includes('#000000'),
  }
}

function colourAt({ data, width }: PNG, x: number, y: number): string {
  const at = 4 * (y * width + x)
  return `#${data.subarray(at, at + 3).toString('hex')}`
}
