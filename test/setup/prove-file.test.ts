import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { proveFile } from '../../setup/prove-file.mjs'

/** Of "right", by another program: printf right | openssl dgst -sha512 -binary | base64 -w0 */
const RIGHT = 'sha512-VclyEGoLMmex4fp699WE3c9gUe5RYw2knM6A2VOZI5DNbkxxityFK+t2GKciG346A+6ubG+1LTqIBWZcNX9rHw=='
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-prove-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('the file that was tested passes, one that differs in a byte does not', async () => {
  await writeFile(join(folder, 'right'), 'right')
  await writeFile(join(folder, 'wrong'), 'wight')
  await expect(proveFile(join(folder, 'right'), RIGHT)).resolves.toBeUndefined()
  await expect(proveFile(join(folder, 'wrong'), RIGHT)).rejects.toThrow('wrong is not the one that was tested')
})
