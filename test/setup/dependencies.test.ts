import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hasDependencies } from '../../setup/dependencies.mjs'

const one = { version: '1.0.0', integrity: 'sha512-one' }
const elsewhere = { version: '2.0.0', integrity: 'sha512-elsewhere', optional: true }
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-dependencies-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A project whose lockfile says `locked`, with `installed` in its node_modules. */
async function project(locked: object, installed: object | null): Promise<boolean> {
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...locked } }))
  if (installed !== null) {
    await mkdir(join(folder, 'node_modules'), { recursive: true })
    await writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }))
  }
  return hasDependencies(folder)
}

test.for<[name: string, installed: object | null, there: boolean]>([
  ['nothing installed', null, false],
  ['all installed', { a: one, b: elsewhere }, true],
  ['an optional one missing', { a: one }, true],
  ['one missing that is not', { b: elsewhere }, false],
  ['another version', { a: { ...one, version: '1.0.1' } }, false],
  ['another content', { a: { ...one, integrity: 'sha512-other' } }, false],
  ['one too many', { a: one, c: one }, false],
])('%s', async ([, installed, there]) => {
  expect(await project({ a: one, b: elsewhere }, installed)).toBe(there)
})
