import type { Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { countTry, forgiveTries } from '../identity/lock-out.ts'
import { passwordFits } from '../identity/password.ts'
import { digestOf } from '../identity/secret.ts'
import type { Principal, Sessions } from '../identity/sessions.ts'
import type { KioskTable } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/**
 * Opens the desktop that a kiosk is assigned to, as its owner and for that desktop alone: by the kiosk's key, and its PIN
 * where it has one. Throws `not-assigned`, `wrong-pin`, `TooManyTries`.
 */
export async function signInKiosk(
  store: Store,
  sessions: Sessions,
  kiosk: Selectable<KioskTable>,
  pin: string | null,
  from: string,
): Promise<{ principal: Principal; secret: string }> {
  const owner =
    kiosk.desktop_id === null
      ? undefined
      : await store.db
          .selectFrom('desktop')
          .innerJoin('person', 'person.id', 'desktop.owner_id')
          .selectAll('person')
          .where('desktop.id', '=', kiosk.desktop_id)
          .executeTakeFirst()
  if (owner === undefined) throw new ProblemError('not-assigned')
  if (kiosk.pin_hash !== null) await checkPin(store, kiosk, kiosk.pin_hash, pin, from)
  return sessions.open(owner, { from, kioskId: kiosk.id, kioskName: kiosk.name, desktopId: kiosk.desktop_id })
}

/** As passwords are: counted before it is looked at. */
async function checkPin(
  store: Store,
  { id, name }: Selectable<KioskTable>,
  hash: string,
  pin: string | null,
  from: string,
): Promise<void> {
  // Nobody has typed anything yet: that is no try.
  if (pin === null) throw new ProblemError('wrong-pin', 'One is asked for.')
  const counted = digestOf(`kiosk pin ${id}`)
  await store.transaction((trx) => countTry(trx, counted))
  if (await passwordFits(hash, pin)) {
    await store.transaction((trx) => forgiveTries(trx, counted))
    return
  }
  await store.transaction((trx) =>
    record(trx, { actor: `kiosk:${name}`, action: 'session.refused', subject: `kiosk:${name}`, detail: { from } }),
  )
  throw new ProblemError('wrong-pin')
}
