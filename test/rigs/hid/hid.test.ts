import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, test } from 'vitest'
import { cacheFolder } from '../../../setup/places.mjs'
import { checks } from './checks.ts'

const BUILT = join(cacheFolder(), 'hid-guest')
/** No more than a guest that hangs deserves; a run takes about a minute. */
const GUEST_MS = 420_000

/** Boots the guest and answers what it said. */
async function run(): Promise<string[]> {
  execFileSync('bash', [join(import.meta.dirname, 'build-guest.sh'), BUILT], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      ...['-M', 'q35', '-accel', 'tcg,thread=multi', '-cpu', 'max', '-m', '768', '-nodefaults', '-no-user-config'],
      ...['-kernel', `${BUILT}/vmlinuz`, '-initrd', `${BUILT}/initrd`],
      ...['-append', 'console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on tsc=reliable nokaslr'],
      ...['-display', 'none', '-serial', 'stdio', '-no-reboot'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], timeout: GUEST_MS },
  )
  const said: string[] = []
  for await (const line of createInterface({ input: qemu.stdout })) said.push(line.trim())
  return said
}

describe('the button code, node-hid and a kernel with made-up buttons', () => {
  let said: string[] = []
  beforeAll(async () => {
    said = await run()
    if (!said.includes('exit 0')) console.log(said.join('\n'))
  }, GUEST_MS + 60_000)

  test.each(checks)('%s', (name) => {
    expect(said).toContain(`passed: ${name}`)
  })

  test('the guest came to its end', () => {
    expect(said).toContain('exit 0')
  })
})
