import { hostname } from 'node:os'
import type { Config } from '../config/config.ts'
import type { Store } from '../store/store.ts'

/**
 * Writes down where the desktops of this broker run and where their disks are: brokers that share a store, a host or a storage
 * count together what is done there at once.
 */
export async function placeDesktops(
  store: Store,
  { desktops, dataDir, recoveries }: Pick<Config, 'desktops' | 'dataDir' | 'recoveries'>,
): Promise<void> {
  const host = hostname()
  const storage = recoveries.storage ?? `${host}:${dataDir}`
  await store.transaction(async (trx) => {
    for (const { id } of desktops)
      await trx.updateTable('desktop').set({ host, storage }).where('id', '=', id).execute()
  })
}
