import type { Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import type { LeftoverTable } from '../store/schema.ts'
import type { Trx } from '../store/store.ts'
import { decodePath } from './disk-path.ts'
import { isOwn } from './folders.ts'

type Chosen = { readonly whole: true } | { readonly folders: readonly number[]; readonly paths: readonly string[] }
export type Copyable = Pick<Selectable<LeftoverTable>, 'path' | 'folder' | 'type' | 'size_bytes'>

/**
 * What is copied for an answer to the list: exactly what was listed as added or changed, in the chosen folders, at the
 * chosen paths and below them. Throws `no-leftovers` if there is no list, `bad-request` for a choice that is not in it.
 */
export async function leftoversToCopy(
  trx: Pick<Trx, 'selectFrom'>,
  recoveryId: string,
  chosen: Chosen,
): Promise<Copyable[]> {
  const list = await trx
    .selectFrom('leftovers')
    .select('state')
    .where('recovery_id', '=', recoveryId)
    .executeTakeFirst()
  if (list?.state !== 'ready') throw new ProblemError('no-leftovers')
  const rows = await trx
    .selectFrom('leftover')
    .select(['path', 'folder', 'type', 'size_bytes'])
    .where('recovery_id', '=', recoveryId)
    .where('change', '!=', 'removed')
    .orderBy('place')
    .execute()
  const wanted = rows.filter(inChoice(chosen)).filter(({ type }) => type !== 'folder')
  if (wanted.length === 0)
    throw new ProblemError('bad-request', 'Nothing of that is on the list of what can be copied.', { at: 'paths' })
  return wanted
}

function inChoice(chosen: Chosen): (row: Copyable) => boolean {
  if ('whole' in chosen) return ({ path }) => isOwn(decodePath(path))
  const paths = new Set(chosen.paths.map((path) => decodePath(path).toString('latin1')))
  const folders = new Set(chosen.folders)
  return ({ path, folder }) => {
    if (folders.has(folder)) return true
    const names = decodePath(path).toString('latin1').split('/')
    return names.some((_, i) => paths.has(names.slice(0, i + 1).join('/')))
  }
}
