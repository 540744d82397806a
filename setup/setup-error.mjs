/** Something the set-up cannot do by itself: what happened, and what the person in front of it can do. */
export class SetupError extends Error {
  /** @param {string} what @param {string} [remedy] */
  constructor(what, remedy) {
    super(remedy === undefined ? what : `${what}\n\n${remedy}`)
    this.name = 'SetupError'
  }
}
