import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  HELP_DESK_EVENTS_PATH,
  HELP_DESK_PICTURE_PATH,
  HELP_DESK_POINT_PICTURE_PATH,
} from '../../../shared/api/help-desk/paths.ts'
import { AUDIT_EXPORT_PATH, METRICS_PATH } from '../../../shared/api/routes/audit.ts'
import { EVENTS_PATH, PICTURE_PATH, routes } from '../../../shared/api/routes.ts'
import { type Description, describedAt } from '../../fuzz/description.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

describe("the API's description", () => {
  let rig: EdgeRig
  let description: Description
  beforeAll(async () => {
    rig = await openEdge()
    description = await describedAt(rig.address)
  })
  afterAll(() => rig.close())

  test('is what it was: whoever changes it means to', async () => {
    await expect(`${JSON.stringify(JSON.parse(description.text), null, 2)}\n`).toMatchFileSnapshot('openapi.json.snap')
  })

  test('tells of every call, and what else there is', () => {
    const braced = (path: string) => path.replace(/:([A-Za-z]+)/g, '{$1}')
    const table = Object.entries(routes).map(([name, r]) => `${name} ${r.method} ${braced(r.path)}`)
    const others = [
      `auditExport GET ${AUDIT_EXPORT_PATH}`,
      `metrics GET ${METRICS_PATH}`,
      `events GET ${EVENTS_PATH}`,
      `picture GET ${braced(PICTURE_PATH)}`,
      `helpDeskEvents GET ${HELP_DESK_EVENTS_PATH}`,
      `helpDeskPicture GET ${braced(HELP_DESK_PICTURE_PATH)}`,
      `helpDeskPointPicture GET ${braced(HELP_DESK_POINT_PICTURE_PATH)}`,
    ]
    expect(description.operations.map((o) => `${o.operationId} ${o.method} ${o.path}`).sort()).toEqual(
      [...table, ...others].sort(),
    )
  })

  test('names each thing once, and refers to nothing that is not there', () => {
    const names = Object.keys(description.schemas)
    const used = [...description.text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name)
    expect([...new Set(used)].sort()).toEqual([...names].sort())
    expect(names.filter((n) => names.includes(`${n}Input`))).toEqual([])
  })
})
