import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { project } from './places.mjs'

/**
 * Runs a command in the project's folder and keeps what it said (the last 20,000 characters).
 * @param {string[]} command
 * @param {{ hear?: (line: string) => void, env?: NodeJS.ProcessEnv, cwd?: string, signal?: AbortSignal }} [options]
 *   `hear` gets each line of its standard output as it comes
 * @returns {Promise<{ code: number, output: string }>} code 127 if there is no such program
 */
export function run([program = '', ...args], { hear, env, cwd = project, signal } = {}) {
  const child = spawn(program, args, { cwd, env: env ?? process.env, signal, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  /** @param {Buffer} chunk */
  const keep = (chunk) => {
    output = (output + chunk.toString()).slice(-20_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  if (hear !== undefined) createInterface({ input: child.stdout }).on('line', hear)
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: output + error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
