/** The two clocks: one for how long, one for what the time is. */
export interface Clock {
  /** Monotonic, in ms. */
  mono(): number
  wall(): Date
}

export const clock: Clock = {
  mono: () => performance.now(),
  wall: () => new Date(),
}
