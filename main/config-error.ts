/** What is wrong with what an administrator wrote, where, and what to write. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
