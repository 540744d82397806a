import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { CreatePerson, type ImportPeople, type ImportReport } from '../../shared/api/person.ts'
import { record } from '../audit/audit.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { parseCsv } from './csv.ts'
import { newFirstPassword } from './first-password.ts'
import { poolsJson } from './grants.ts'
import type { Principal } from './sessions.ts'

type Line = ImportReport['lines'][number]
type Row = Selectable<PersonTable>
interface Plan {
  readonly report: Line
  readonly wish?: CreatePerson
  readonly before?: Row
}

const COLUMNS = ['name', 'displayName', 'role', 'pools', 'signIn'] as const
/** Each new password takes a processor a while. */
const MOST = 500

/** Makes and changes accounts by a table: all, or nothing if one line has a fault. */
export async function importPeople(
  store: Store,
  directories: ReadonlySet<string>,
  by: Principal,
  { csv, dryRun }: ImportPeople,
): Promise<ImportReport> {
  const wishes = read(csv, directories)
  const first = await plan(store.db, by, wishes)
  if (dryRun || first.some(({ report }) => report.does === 'fault'))
    return { imported: false, lines: first.map(({ report }) => report) }
  // Hashing takes its time, and a transaction holds up all others: so it is done before.
  const passwords = new Map(
    await Promise.all(
      first
        .filter(({ report, wish }) => report.does === 'create' && wish?.signIn === 'password')
        .map(async ({ wish }) => [wish?.name ?? '', await newFirstPassword()] as const),
    ),
  )
  return store.transaction(async (trx) => {
    // Looked at anew: somebody may have changed people meanwhile.
    const plans = await plan(trx, by, wishes)
    const faulty = plans.some(
      ({ report, wish }) =>
        report.does === 'fault' ||
        (report.does === 'create' && wish?.signIn === 'password' && !passwords.has(wish.name)),
    )
    if (faulty) return { imported: false, lines: plans.map(({ report }) => report) }
    const lines: Line[] = []
    for (const { report, wish, before } of plans) {
      const password = wish === undefined ? undefined : passwords.get(wish.name)
      if (wish !== undefined && report.does !== 'nothing') await write(trx, by, wish, before, password)
      lines.push({ ...report, firstPassword: report.does === 'create' ? (password?.text ?? null) : null })
    }
    return { imported: true, lines }
  })
}

type Read = { line: number; name: string | null } & ({ wish: CreatePerson } | { fault: string })

/** What each line wishes, or what is wrong with it. */
function read(csv: string, directories: ReadonlySet<string>): Read[] {
  let table: ReturnType<typeof parseCsv>
  try {
    table = parseCsv(csv)
  } catch (error) {
    return [{ line: 1, name: null, fault: error instanceof Error ? error.message : String(error) }]
  }
  const [head, ...rows] = table
  const columns = (head?.cells ?? []).map((cell) => COLUMNS.find((c) => c.toLowerCase() === cell.toLowerCase()) ?? cell)
  const strange = columns.find((c, i) => !(COLUMNS as readonly string[]).includes(c) || columns.indexOf(c) !== i)
  if (strange !== undefined || !columns.includes('name') || !columns.includes('displayName'))
    return [
      {
        line: head?.line ?? 1,
        name: null,
        fault:
          strange === undefined
            ? `needs the columns name and displayName; possible are ${COLUMNS.join(', ')}`
            : `the column '${strange.slice(0, 40)}' is not known or there twice; possible are ${COLUMNS.join(', ')}`,
      },
    ]
  if (rows.length === 0) return [{ line: head?.line ?? 1, name: null, fault: 'there is nobody below it' }]
  if (rows.length > MOST)
    return [{ line: rows[MOST]?.line ?? 1, name: null, fault: `more than ${MOST} people; split the table` }]
  const seen = new Set<string>()
  return rows.map(({ line, cells }): Read => {
    if (cells.length !== columns.length)
      return { line, name: null, fault: `has ${cells.length} cells, and the first line ${columns.length}` }
    const given = Object.fromEntries(columns.flatMap((c, i) => (cells[i] ? [[c, cells[i]]] : [])))
    const pools = given['pools']?.split(/[;\s]+/).filter((pool) => pool !== '')
    const parsed = CreatePerson.safeParse({ ...given, ...(pools === undefined ? {} : { pools }) })
    const name = given['name']?.slice(0, 128) ?? null
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return { line, name, fault: `${issue?.path[0]?.toString() ?? 'it'}: ${issue?.message ?? 'is not possible'}` }
    }
    const { signIn } = parsed.data
    if (signIn !== 'password' && !directories.has(signIn))
      return { line, name, fault: `signIn: ${signIn} is not set up here` }
    if (seen.has(parsed.data.name)) return { line, name, fault: 'name: stands on an earlier line as well' }
    seen.add(parsed.data.name)
    return { line, name: parsed.data.name, wish: parsed.data }
  })
}

/** What would be done with each, as people are now. */
async function plan(db: Store['db'], by: Principal, lines: readonly Read[]): Promise<Plan[]> {
  const plans: Plan[] = []
  for (const read of lines) {
    const { line, name } = read
    const report = (does: Line['does'], fault: string | null = null) => ({
      line,
      name,
      does,
      fault,
      firstPassword: null,
    })
    if ('fault' in read) {
      plans.push({ report: report('fault', read.fault) })
      continue
    }
    const { wish } = read
    const before = await db.selectFrom('person').selectAll().where('name', '=', wish.name).executeTakeFirst()
    if (before === undefined) plans.push({ report: report('create'), wish })
    else {
      const fault = faultOf(before, wish, by)
      const does = fault === null ? (isSame(before, wish) ? 'nothing' : 'change') : 'fault'
      plans.push({ report: report(does, fault), wish, before })
    }
  }
  return plans
}

function isSame(before: Row, { displayName, role, pools }: CreatePerson): boolean {
  return before.display_name === displayName && before.role === role && before.pools_json === poolsJson(pools)
}

function faultOf(before: Row, wish: CreatePerson, by: Principal): string | null {
  if (isSame(before, wish) && before.sign_in === wish.signIn) return null
  if (before.source === 'config') return 'name: is kept by the configuration; change it there'
  if (before.id === by.personId) return 'name: is your own; ask another administrator'
  if (before.sign_in !== wish.signIn) return `signIn: this person signs in by ${before.sign_in}, which stays as it is`
  return null
}

async function write(
  trx: Trx,
  by: Principal,
  { name, displayName, role, pools, signIn }: CreatePerson,
  before: Row | undefined,
  password: Awaited<ReturnType<typeof newFirstPassword>> | undefined,
): Promise<void> {
  const said = { display_name: displayName, role, pools_json: poolsJson(pools) }
  if (before === undefined) {
    const now = await clock(trx)
    await trx
      .insertInto('person')
      .values({
        id: randomUUID(),
        name,
        ...said,
        password_hash: password?.hash ?? '',
        source: 'local',
        sign_in: signIn,
        made_at: now,
        first_password_until: password === undefined ? null : now + password.lifeMs,
      })
      .execute()
  } else await trx.updateTable('person').set(said).where('id', '=', before.id).execute()
  await record(trx, {
    actor: `person:${by.name}`,
    action: before === undefined ? 'person.made' : 'person.changed',
    subject: `person:${name}`,
    detail: { displayName, role, pools, signIn, imported: true },
  })
}
