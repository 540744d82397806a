import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Brings } from '../../shared/api/recovery.ts'
import { Daruma, DESKTOP } from '../rigs/daruma.ts'

let daruma: Daruma
beforeAll(async () => {
  daruma = await Daruma.prepare()
  await daruma.start()
  await daruma.running()
})
afterAll(() => daruma.close())

const onShare = (name: string) => join(daruma.samba.files, name)

/** Does in the guest what ends its agent's answers, and waits until there are none: a press before that could still keep memory. */
async function silenced(script: string): Promise<void> {
  await daruma.guest(`(${script}) > /dev/null 2>&1 &`)
  for (;;) {
    try {
      await daruma.guest('true', 3000)
    } catch {
      return
    }
  }
}

/** The ways in which a desktop dies here, what can be kept of it, and each as a script for its own guest, or from outside. */
const breakages: readonly (readonly [name: string, brings: Brings, act: () => Promise<unknown>])[] = [
  ['its programs are deleted', 'disk-and-memory', () => daruma.guest('/usr/lib/daruma/break delete-programs')],
  ['the kernel panics', 'disk', () => silenced('/usr/lib/daruma/break panic')],
  ['the screen freezes', 'disk-and-memory', () => daruma.guest('/usr/lib/daruma/break freeze')],
  ['its agent is dead', 'disk', () => silenced('pkill -STOP qemu-ga')],
  ['it never boots again', 'disk', () => silenced('/usr/lib/daruma/break remove-init')],
  ['QEMU is killed', 'disk', () => daruma.killMachine()],
]

describe.each(breakages)('when %s', (_name, brings, breakIt) => {
  test('holding Recover brings the desktop back, the share untouched, and what was local is kept', async () => {
    const mark = randomUUID()
    await daruma.guest(`echo '${mark}' > /media/H/${mark}.txt; echo '${mark}' > /home/user/local-${mark}; sync`)
    const share = await readFile(onShare(`${mark}.txt`))
    await breakIt()

    const recovered = await daruma.outcome((await daruma.recover()).id)
    expect(recovered).toMatchObject({
      outcome: 'recovered',
      attempt: 1,
      point: { warm: true },
      undo: { brings },
    })
    expect(
      await daruma.guest(`cat /media/H/${mark}.txt; ls /home/user/local-${mark} 2> /dev/null || echo no local file`),
    ).toBe(`${mark}\nno local file\n`)
    expect(await readFile(onShare(`${mark}.txt`))).toEqual(share)
    expect(await daruma.guest('/usr/lib/daruma/check && systemctl is-active daruma-session')).toContain('active')
  })
})

test('undo brings the broken state back with its local file, and a share file changed in between keeps its newer content', async () => {
  await daruma.guest('echo older > /media/H/letter.txt; echo mine > /home/user/mine; rm /usr/bin/mousepad; sync')
  const recovered = await daruma.outcome((await daruma.recover()).id)
  expect(recovered.outcome).toBe('recovered')
  expect(await daruma.guest('test -x /usr/bin/mousepad && echo whole')).toBe('whole\n')
  await writeFile(onShare('letter.txt'), 'newer\n')

  const undone = await daruma.outcome((await daruma.undo(recovered.id)).id)
  expect(undone).toMatchObject({ outcome: 'undone', brought: 'disk-and-memory' })
  expect(
    await daruma.guest('cat /home/user/mine; test -e /usr/bin/mousepad || echo broken; cat /media/H/letter.txt'),
  ).toBe('mine\nbroken\nnewer\n')
  expect(await readFile(onShare('letter.txt'), 'utf8')).toBe('newer\n')

  const again = await daruma.outcome((await daruma.recover()).id)
  expect(again.outcome).toBe('recovered')
})

test('the clock is right after a warm recovery, and two machines from one memory are not alike', async () => {
  const seen: string[] = []
  for (let i = 0; i < 2; i++) {
    await daruma.outcome((await daruma.recover()).id)
    const asked = Date.now() / 1000
    const [random = '', seconds = ''] = (await daruma.guest('head -c 16 /dev/urandom | od -An -tx1; date +%s'))
      .trim()
      .split('\n')
    seen.push(random)
    // It was set by a clock that knows seconds only.
    expect(Number(seconds)).toBeGreaterThan(asked - 5)
    expect(Number(seconds)).toBeLessThan(Date.now() / 1000 + 5)
  }
  expect(new Set(seen).size).toBe(2)
})

test('a restart keeps what is on the disk', async () => {
  await daruma.guest('echo kept > /home/user/kept; sync')
  const { generation } = await daruma.desktop()
  const run = await daruma.client.call('press', {
    params: { desktopId: DESKTOP },
    body: { key: randomUUID(), kind: 'restart', generation },
  })
  expect(await daruma.outcome(run.id)).toMatchObject({ outcome: 'restarted' })
  expect(await daruma.guest('cat /home/user/kept; ls -A /media/H | wc -l')).toMatch(/^kept\n[1-9]/)
})

test('the secret of the share is in no argument, no log, and not in the memory image', async () => {
  expect(
    await daruma.guest("grep -l 'batter[y] staple' /run/daruma/* /proc/*/cmdline 2> /dev/null || echo nowhere"),
  ).toBe('nowhere\n')
})

test('everything was written down, in an unbroken trail', async () => {
  expect(await daruma.auditBreak()).toBeNull()
  const actions = await daruma.store((db) => db.selectFrom('audit').select('action').distinct().execute())
  expect(actions.map((a) => a.action)).toEqual(
    expect.arrayContaining([
      'press.accepted',
      'run.preparing',
      'run.sealed',
      'run.switched',
      'run.recovered',
      'run.undone',
      'run.restarted',
    ]),
  )
})
