import type { ButtonLight, LightShow } from '../../shared/button.ts'

/** What a button without a rhythm of its own is told for one colour: the reports to write. `null`: dark. */
type Paint = (colour: Colour | null) => number[][]
export type Colour = 'white' | 'amber' | 'blue' | 'green' | 'red'

/**
 * The lights of a button that knows colours only: colour *and* rhythm, for not everybody sees colours. None flashes more than
 * three times a second. The same rhythms are in the firmware of those that have one (README.md).
 */
export function rhythms(paint: Paint): Record<ButtonLight, LightShow> {
  const steady = (colour: Colour | null) => [{ writes: paint(colour), forMs: 5000 }]
  const turns = (colour: Colour, ...times: number[]) =>
    times.map((forMs, i) => ({ writes: paint(i % 2 === 0 ? colour : null), forMs }))
  return {
    off: steady(null),
    idle: steady('white'),
    // From once a second to three times, while it is held.
    holding: turns('amber', 500, 500, 300, 300, 200, 200, 170, 170, 170, 170, 170, 170),
    recovering: turns('blue', 1000, 1000),
    done: steady('green'),
    failed: turns('red', 200, 200, 200, 1400),
    stuck: turns('red', 200, 2800),
  }
}
