import { ProblemError } from '../../shared/api/problem.ts'
import type { Trx } from '../store/store.ts'

/** Throws `person-in-use` with all that somebody is needed for. */
export async function refuseUsed(trx: Trx, personId: string): Promise<void> {
  const desktops = await trx.selectFrom('desktop').select('id').where('owner_id', '=', personId).orderBy('id').execute()
  const runs = await trx
    .selectFrom('run')
    .select('desktop_id')
    .where('pressed_by', '=', personId)
    .where('outcome', 'is', null)
    .orderBy('desktop_id')
    .execute()
  const changes = await trx
    .selectFrom('announcement')
    .innerJoin('announced_desktop', 'announced_desktop.announcement_id', 'announcement.id')
    .select('announcement.note')
    .where('made_by', '=', personId)
    .where('state', '=', 'waiting')
    .distinct()
    .execute()
  const uses = [
    ...desktops.map(({ id }) => `owns the desktop ${id}`),
    ...runs.map(({ desktop_id }) => `what they began with ${desktop_id} is under way`),
    ...changes.map(({ note }) => `points for the change "${note}" are still to be taken`),
  ]
  if (uses.length > 0) throw new ProblemError('person-in-use', `${uses.join('; ')}.`)
}
