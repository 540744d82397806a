import type { Trx } from '../store/store.ts'

/** Overlays of a desktop that a helper reads now, or was asked to: they are not thinned meanwhile. */
export async function overlaysBeingRead(trx: Pick<Trx, 'selectFrom'>, desktop: string): Promise<Set<number>> {
  const lists = await trx
    .selectFrom('leftovers')
    .select(['kept_n', 'base_n'])
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'scanning')
    .execute()
  const copies = await trx
    .selectFrom('rescue')
    .select('kept_n')
    .where('desktop_id', '=', desktop)
    .where('ended_at', 'is', null)
    .execute()
  const read = [...lists.flatMap(({ kept_n, base_n }) => [kept_n, base_n]), ...copies.map(({ kept_n }) => kept_n)]
  return new Set(read.filter((n) => n !== null))
}

/** Numbers of the helpers that read for a desktop now. */
export async function helpersAtWork(trx: Pick<Trx, 'selectFrom'>, desktop: string): Promise<{ n: number | null }[]> {
  return [
    ...(await trx
      .selectFrom('leftovers')
      .select('instance_n as n')
      .where('desktop_id', '=', desktop)
      .where('state', '=', 'scanning')
      .execute()),
    ...(await trx
      .selectFrom('rescue')
      .select('instance_n as n')
      .where('desktop_id', '=', desktop)
      .where('state', '=', 'copying')
      .execute()),
  ]
}
