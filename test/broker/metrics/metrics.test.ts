import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { METRICS_PATH } from '../../../shared/api/routes/audit.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

const folder = join(import.meta.dirname, '../../../resources/monitoring')

let rig: EdgeRig
let token: string
beforeEach(async () => {
  rig = await openEdge({ metricsOpenHere: true })
  token = await rig.signIn('hal')
})
afterEach(() => rig.close())

async function metrics(): Promise<string> {
  const answer = await fetch(rig.address + METRICS_PATH, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  return answer.text()
}

test('tell how things are, in words of ours alone', async () => {
  const before = await metrics()
  expect(before).toContain('daruma_points{proof="known-good"} 1')
  expect(before).toContain('daruma_desktops{state="ready"} 1')
  expect(before).toContain('daruma_desktops_without_known_good 1')
  expect(before).toContain('daruma_queue_length 0')

  const ada = rig.client(await rig.signIn('ada'))
  const params = { desktopId: 'ada-desk' }
  const { id } = await ada.call('press', { params, body: { key: randomUUID(), kind: 'recover', generation: 0 } })
  expect(await metrics()).toMatch(/daruma_queue_length 1[^]*daruma_desktops\{state="recovering"\} 1/)
  await ada.call('cancel', { params: { recoveryId: id } })
  const after = await metrics()
  expect(after).toContain('daruma_runs_total{kind="recover",outcome="cancelled"} 1')
  expect(after).toContain('daruma_step_seconds_count{kind="recover",mark="ended"} 1')
  // Asked again, nothing is counted twice.
  expect(await metrics()).toContain('daruma_step_seconds_count{kind="recover",mark="ended"} 1')
  expect(after).not.toMatch(/ada|bob|hal|desk of/)
})

test('are open on this machine alone where that is configured, and never passed on', async () => {
  const here = `${rig.address}/metrics`
  expect(await (await fetch(here)).text()).toContain('daruma_audit_lines')
  expect((await fetch(here, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(403)
  const closed = await openEdge()
  expect((await fetch(`${closed.address}/metrics`)).status).toBe(404)
  await closed.close()
})

test('are what the dashboard and the alert rules ask for', async () => {
  const text = await metrics()
  const there = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name))
  const dashboard = JSON.parse(await readFile(join(folder, 'dashboard.json'), 'utf8')) as {
    panels: { targets: { expr: string }[] }[]
  }
  const alerts = parse(await readFile(join(folder, 'alerts.yaml'), 'utf8')) as {
    groups: { rules: { expr: string }[] }[]
  }
  const asked = [
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ].flatMap((expr) => [...expr.matchAll(/daruma_\w+/g)].map(([name]) => name.replace(/_bucket$/, '')))
  expect(asked.length).toBeGreaterThan(15)
  for (const name of asked) expect(there, name).toContain(name)
})
