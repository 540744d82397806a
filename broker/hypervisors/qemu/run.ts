import { execFile } from 'node:child_process'

const MOST_OUTPUT = 4 * 1024 * 1024

/** A program that ended with an error, and what it wrote. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError'
  /** null: killed, or never started. */
  readonly code: number | null

  constructor(message: string, code: number | null, options: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Runs a program to its end, without a shell, and answers its output. It is killed after `withinMs`. */
export async function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly withinMs?: number; readonly signal?: AbortSignal } = {},
): Promise<string> {
  const { withinMs = 20_000, ...rest } = options
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      // Messages are read, so they must not come in somebody's language.
      {
        ...rest,
        env: { ...process.env, LC_ALL: 'C' },
        timeout: withinMs,
        killSignal: 'SIGKILL',
        maxBuffer: MOST_OUTPUT,
      },
      (cause, out, err) => {
        if (cause === null) {
          resolve(out)
          return
        }
        const said = err.trim() || cause.message
        reject(new ProgramError(said, typeof cause.code === 'number' ? cause.code : null, { cause }))
      },
    )
  })
}
