import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Daruma } from '../rigs/daruma.ts'

const AGES_MS = 300_000

let daruma: Daruma
beforeAll(async () => {
  // One way and the way back: with more, each of them would be tried, and with the same end.
  daruma = await Daruma.prepare({ policy: { tries: 1 } })
  await daruma.start()
  await daruma.running()
})
afterAll(() => daruma.close())

test('a share that is away for a whole recovery is mounted by itself when it is back, and meanwhile nothing is written in its place', async () => {
  await daruma.guest('echo shared > /media/H/letter; echo local > /home/user/local; sync; umount /media/H')
  await daruma.shareDown()
  const run = await daruma.outcome((await daruma.recover()).id)
  expect(run).toMatchObject({ outcome: 'failed', wayBack: true })

  expect(await daruma.desktop()).toMatchObject({ state: 'running', share: { label: 'H:', missing: true } })
  expect(await daruma.guest('cat /home/user/local; systemctl is-active daruma-session.service')).toBe('local\nactive\n')
  expect(await daruma.guest('echo lost > /media/H/lost 2> /dev/null || echo no; ls -A /media/H')).toBe('no\n')

  await writeFile(join(daruma.samba.files, 'newer'), 'newer\n')
  await daruma.shareUp()
  const missing = async () => (await daruma.desktop()).share?.missing
  await expect.poll(missing, { timeout: AGES_MS, interval: 1000 }).toBe(false)
  expect(await daruma.guest('cat /media/H/letter /media/H/newer')).toBe('shared\nnewer\n')
  await daruma.guest('echo written > /media/H/after; sync')
  expect(await readFile(join(daruma.samba.files, 'after'), 'utf8')).toBe('written\n')
})
