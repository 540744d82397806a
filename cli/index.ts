#!/usr/bin/env node
import { run } from './program.ts'

// Whoever reads only the beginning, as `head` does, is not told of an error.
process.stdout.on('error', () => process.exit(0))
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  output: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    columns: process.stdout.isTTY ? process.stdout.columns : null,
  },
  stdin: process.stdin,
})
