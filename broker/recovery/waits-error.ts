/** A run is not begun before its turn. */
export class WaitsError extends Error {
  override readonly name = 'WaitsError'
}
