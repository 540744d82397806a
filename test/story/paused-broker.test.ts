import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Daruma, DESKTOP } from '../rigs/daruma.ts'
import { postgresStores } from '../rigs/stores.ts'

const stores = postgresStores()
let daruma: Daruma
beforeAll(async () => {
  await stores.prepare()
  daruma = await Daruma.prepare({ postgres: (await stores.make()).place })
})
afterAll(async () => {
  await daruma.close()
  await stores.remove()
})

/** Where a broker is stopped, just before it asks its hypervisor for this. */
const pauses = ['startInert']
if (process.env['DARUMA_TEST_LONG'] !== undefined) pauses.push('stop', 'kill', 'createOverlay', 'resume', 'setLink')

/** What changes a machine or a disk in the course of a recovery. */
const acts = /^(reserve|createOverlay|seal|startInert|stop|kill|resume|setLink|saveMemory|completeImage|switchDisk) /

test.each(pauses)(
  'a broker stopped before %s for longer than its lease: another ends the recovery, it does nothing more',
  async (pause) => {
    const first = await daruma.start(`${pause}:pause`)
    await daruma.running()
    await daruma.guest('echo local > /home/user/mark; echo shared > /media/H/mark; sync')
    daruma.arm()
    const pressed = await daruma.recover()
    await expect.poll(() => stateOf(first.pid), { timeout: 60_000 }).toBe('T')
    const before = (await callsOf(daruma)).length

    const second = await daruma.start()
    const recovered = await daruma.outcome(pressed.id)
    expect(recovered.outcome).toBe('recovered')
    const { generation } = await daruma.desktop()
    const machines = await daruma.machines()
    expect(machines).toHaveLength(1)

    first.kill('SIGCONT')
    await expect.poll(async () => (await callsOf(daruma)).length, { timeout: 60_000 }).toBeGreaterThan(before)
    // Time enough for whatever it would do.
    await delay(5000)
    const done = (await callsOf(daruma)).slice(before)
    const late = done.find((call) => call.startsWith(`${pause} `))?.split(' ')[1] ?? ''
    // The one call that it was about to make; what that began is nobody's, and whoever sweeps may end it.
    expect(done.filter((call) => acts.test(call) && call !== `kill ${late}`)).toEqual([`${pause} ${late}`])
    // And nothing is said to a guest of that number.
    expect(done).not.toContain(`guest ${late}`)

    expect(await daruma.guest('cat /media/H/mark; cat /home/user/mark 2> /dev/null || echo gone')).toBe(
      'shared\ngone\n',
    )
    expect(await daruma.desktop()).toMatchObject({ state: 'running', generation })
    const facts = await daruma.store(async (db) => ({
      run: await db
        .selectFrom('run')
        .select(['fence', 'outcome'])
        .where('id', '=', pressed.id)
        .executeTakeFirstOrThrow(),
      kept: await db.selectFrom('undo_point').selectAll().where('run_id', '=', pressed.id).execute(),
      desktop: await db.selectFrom('desktop').select('instance_n').where('id', '=', DESKTOP).executeTakeFirstOrThrow(),
    }))
    expect(facts.run).toEqual({ fence: 2, outcome: 'recovered' })
    expect(facts.kept).toHaveLength(1)
    expect(machines).toEqual([facts.desktop.instance_n])
    expect(await daruma.auditBreak()).toBeNull()

    first.kill('SIGTERM')
    second.kill('SIGTERM')
    await Promise.all([first, second].map((broker) => daruma.endedOf(broker)))
  },
)

async function callsOf(of: Daruma): Promise<string[]> {
  return (await readFile(of.calls, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
}

/** `T`: stopped. */
async function stateOf(pid: number | undefined): Promise<string> {
  const stat = await readFile(`/proc/${pid ?? 0}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? ''
}
