import type { Selectable } from 'kysely'
import type { Kiosk, OwnKiosk } from '../../shared/api/kiosk.ts'
import type { KioskTable } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

type Row = Selectable<KioskTable>

/** A kiosk as an administrator sees it: that it has PINs, not which. */
export async function kioskView(db: Store['db'], row: Row): Promise<Kiosk> {
  const people = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select('person.name')
    .distinct()
    .where('session.kiosk_id', '=', row.id)
    .orderBy('person.name')
    .execute()
  return {
    id: row.id,
    name: row.name,
    place: row.place,
    desktopId: row.desktop_id,
    hasPin: row.pin_hash !== null,
    hasSettingsPin: row.settings_pin !== null,
    approvedAt: new Date(row.approved_at).toISOString(),
    approvedBy: row.approved_by,
    seenAt: row.seen_at === null ? null : new Date(row.seen_at).toISOString(),
    signedIn: people.map(({ name }) => name),
  }
}

/** A kiosk as it is told of itself. */
export async function ownView(db: Store['db'], row: Row): Promise<OwnKiosk> {
  const desktop =
    row.desktop_id === null
      ? undefined
      : await db.selectFrom('desktop').select('name').where('id', '=', row.desktop_id).executeTakeFirst()
  return {
    id: row.id,
    name: row.name,
    place: row.place,
    connects: desktop === undefined ? null : { desktop: desktop.name, pin: row.pin_hash !== null },
    settingsPin: row.settings_pin,
  }
}
