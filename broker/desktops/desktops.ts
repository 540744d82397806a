import type { Desktop } from '../../shared/api/desktop.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { RestorePoint } from '../../shared/api/restore-point.ts'
import { Pulse } from '../guest/pulse.ts'
import { tellOfDesktop } from '../recovery/claim.ts'
import type { Parts } from '../recovery/parts.ts'
import { pointsOf } from '../restore-points/point-view.ts'
import { viewOfDesktop } from './desktop-view.ts'

/** What is told about desktops, each to its owner alone: somebody else's is as unknown as one that is not there. */
export class Desktops {
  readonly #parts: Parts
  readonly #pulse: Pulse

  constructor(parts: Parts) {
    this.#parts = parts
    this.#pulse = new Pulse(parts.hypervisor, (desktop) => {
      tellOfDesktop(parts.store, desktop).catch((err: unknown) =>
        parts.log.warn({ desktop, err }, 'it could not be told whether a guest answers'),
      )
    })
  }

  async ofPerson(personId: string): Promise<Desktop[]> {
    const rows = await this.#parts.store.db
      .selectFrom('desktop')
      .selectAll()
      .where('owner_id', '=', personId)
      .orderBy('name')
      .execute()
    const configured = rows.filter((row) => this.#parts.desktops.has(row.id))
    return Promise.all(configured.map((row) => viewOfDesktop(this.#parts, row, this.#pulse)))
  }

  async one(personId: string, desktopId: string): Promise<Desktop> {
    return viewOfDesktop(this.#parts, await this.#owned(personId, desktopId), this.#pulse)
  }

  /** Whosever it is; that whoever asks may see it has been seen to. */
  async forHelpDesk(desktopId: string): Promise<Desktop> {
    const row = await this.#parts.store.db
      .selectFrom('desktop')
      .selectAll()
      .where('id', '=', desktopId)
      .executeTakeFirstOrThrow()
    return viewOfDesktop(this.#parts, row, this.#pulse)
  }

  async points(personId: string, desktopId: string): Promise<RestorePoint[]> {
    await this.#owned(personId, desktopId)
    return pointsOf(this.#parts, desktopId)
  }

  /** The picture taken while the point was checked, PNG. */
  async pointPicture(personId: string, desktopId: string, pointId: string): Promise<Uint8Array> {
    await this.#owned(personId, desktopId)
    const row = await this.#parts.store.db
      .selectFrom('restore_point')
      .select('picture')
      .where('id', '=', pointId)
      .where('desktop_id', '=', desktopId)
      .executeTakeFirst()
    if (row === undefined || row.picture === null) throw new ProblemError('unknown-point')
    return row.picture
  }

  /** Path of the unix socket on which the desktop's machine speaks RFB. Throws `desktop-off` if there is none. */
  async consoleSocket(personId: string, desktopId: string): Promise<string> {
    const { instance_n: n } = await this.#owned(personId, desktopId)
    if (n === null || !(await this.#parts.hypervisor.instance(desktopId, n)).alive)
      throw new ProblemError('desktop-off')
    return this.#parts.hypervisor.consoleSocket(desktopId, n)
  }

  async #owned(personId: string, desktopId: string) {
    const row = await this.#parts.store.db
      .selectFrom('desktop')
      .selectAll()
      .where('id', '=', desktopId)
      .where('owner_id', '=', personId)
      .executeTakeFirst()
    if (row === undefined || !this.#parts.desktops.has(desktopId)) throw new ProblemError('unknown-desktop')
    return row
  }
}
