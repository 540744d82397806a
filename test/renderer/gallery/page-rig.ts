import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Selectable } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { vi } from 'vitest'
import { tell } from '../../../broker/events/outbox.ts'
import { encodePath } from '../../../broker/rescue/disk-path.ts'
import { tellOfLeftovers, tellOfRescue } from '../../../broker/rescue/tell.ts'
import type { RunTable } from '../../../broker/store/schema.ts'
import type { Mark, Outcome } from '../../../shared/api/recovery.ts'
import { type EdgeRig, openEdge, passwords } from '../../broker/edge-rig.ts'
import { FakeReader } from '../../fakes/fake-reader.ts'
import { openBrowser, openPage } from './browser.ts'

const config = join(import.meta.dirname, '../../../renderer/vite.config.ts')
const FAR = Date.parse('2099-01-01T00:00:00Z')
const share = { label: 'H:', unc: '//files/ada', mountPoint: '/media/H', user: 'ada', password: async () => 'secret' }
const pageFolder = join(import.meta.dirname, '../../../out/renderer')

/**
 * The page as it is built, in Chromium, served by the broker's real edge, with QEMU's own screen as the machine. Only the
 * engine is missing: `reach` and `end` move a run on, as it would.
 */
export class PageRig {
  readonly edge: EdgeRig
  readonly page: Page
  readonly wrong: string[]
  readonly #browser: Browser
  #machine: ChildProcess | null = null

  private constructor(edge: EdgeRig, browser: Browser, page: Page, wrong: string[]) {
    this.edge = edge
    this.#browser = browser
    this.page = page
    this.wrong = wrong
  }

  static async open(): Promise<PageRig> {
    await build({ configFile: config, logLevel: 'error' })
    const edge = await openEdge({ kioskFiles: pageFolder }, share)
    const browser = await openBrowser()
    const { page, wrong } = await openPage(browser, edge.address)
    return new PageRig(edge, browser, page, wrong)
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.stopMachine()
    await this.edge.close()
  }

  /** A machine without a disk: the firmware's screen is a picture, too. */
  async startMachine(): Promise<void> {
    const vnc = join(this.edge.folder, 'ada-desk.sock')
    await rm(vnc, { force: true })
    const args = ['-accel', 'tcg', '-m', '32', '-nodefaults', '-vga', 'std', '-display', 'none', '-vnc', `unix:${vnc}`]
    this.#machine = spawn('qemu-system-x86_64', args, { stdio: 'ignore' })
    await vi.waitUntil(() => existsSync(vnc), { timeout: 60_000, interval: 50 })
  }

  async stopMachine(): Promise<void> {
    const machine = this.#machine
    this.#machine = null
    if (machine === null || machine.exitCode !== null) return
    machine.kill('SIGKILL')
    await once(machine, 'exit')
  }

  /** It hangs, with all that belongs to it. */
  freezeMachine(frozen: boolean): void {
    this.#machine?.kill(frozen ? 'SIGSTOP' : 'SIGCONT')
  }

  async signIn(name: keyof typeof passwords): Promise<void> {
    await this.page.getByLabel('User name').fill(name)
    await this.page.getByLabel('Password').fill(passwords[name])
    await this.page.keyboard.press('Enter')
  }

  /** How often the console's picture was painted on: its canvases that are shown, with something on them. */
  async pictures(): Promise<number> {
    return this.page
      .locator('.console-box.shown canvas')
      .evaluateAll((all) => all.filter((c) => (c as HTMLCanvasElement).width > 0).length)
  }

  /** The open run got so far. From `switched` on, another machine is the desktop. */
  async reach(mark: Mark): Promise<void> {
    await this.#move(async (trx, run) => {
      await trx.updateTable('run').set({ mark }).where('id', '=', run.id).execute()
      await trx
        .insertInto('run_mark')
        .values({ run_id: run.id, attempt: run.attempt, mark, at: run.pressed_at + 500 })
        .execute()
      if (mark === 'switched')
        await trx
          .updateTable('desktop')
          .set((eb) => ({ generation: eb('generation', '+', 1) }))
          .where('id', '=', run.desktop_id)
          .execute()
    })
  }

  async end(outcome: Outcome): Promise<void> {
    await this.#move(async (trx, run) => {
      await trx
        .updateTable('run')
        .set({ outcome, ended_at: run.pressed_at + 4000 })
        .where('id', '=', run.id)
        .execute()
    })
  }

  /** What the broken disk had: as if a helper had listed it, and as if another could copy it. */
  async keepFiles(paths: readonly string[]): Promise<void> {
    const { hypervisor, host } = this.edge
    Object.defineProperty(hypervisor, 'reader', { value: new FakeReader(host, async () => undefined) })
    await this.#move(async (trx, run) => {
      const of = { desktop_id: run.desktop_id, recovery_id: run.id }
      await trx
        .insertInto('undo_point')
        .values({
          run_id: run.id,
          desktop_id: run.desktop_id,
          ...{ overlay_n: 2, size_bytes: 1, changed_ms: 0, sealed_at: 0, state: 'kept', kept_until: FAR },
        })
        .execute()
      const folder = { path: encodePath(Buffer.from('home/ada/Downloads')), kind: 'own' }
      const counts = { added: paths.length, changed: 0, removed: 0, bytes: 1000 * paths.length }
      await trx
        .insertInto('leftovers')
        .values({
          ...of,
          ...counts,
          ...{ state: 'ready', instance_n: null, kept_n: 2, base_n: 1, tries: 1, asked_at: 0, scanned_at: 1 },
          ...{ problem_json: null, listed: paths.length, folders_json: JSON.stringify([{ ...folder, ...counts }]) },
        })
        .execute()
      for (const [place, path] of paths.entries())
        await trx
          .insertInto('leftover')
          .values({
            ...{ recovery_id: run.id, place, folder: 0, path: encodePath(Buffer.from(path)) },
            ...{ type: 'file', change: 'added', size_bytes: 1000, changed_at: null },
          })
          .execute()
      await tellOfLeftovers(trx, of)
    })
  }

  /** The copy that was asked for ends. Answers what was asked. */
  async endCopy(): Promise<unknown> {
    return this.edge.store.transaction(async (trx) => {
      const rescue = await trx.selectFrom('rescue').selectAll().executeTakeFirstOrThrow()
      await trx
        .updateTable('rescue')
        .set({ state: 'ended', outcome: 'copied', ended_at: rescue.asked_at + 1, folder: 'Recovered today' })
        .set({ copied_files: rescue.of_files, copied_bytes: rescue.of_bytes })
        .execute()
      await tellOfRescue(trx, rescue)
      return JSON.parse(rescue.ask_json) as unknown
    })
  }

  async #move(change: (trx: Trx, run: RunRow) => Promise<void>): Promise<void> {
    await this.edge.store.transaction(async (trx) => {
      // The one that is open, or the last one.
      const run = await trx
        .selectFrom('run')
        .selectAll()
        .orderBy((eb) => eb.case().when('outcome', 'is', null).then(0).else(1).end())
        .orderBy('pressed_at', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      await change(trx, run)
      const { owner_id } = await trx
        .selectFrom('desktop')
        .select('owner_id')
        .where('id', '=', run.desktop_id)
        .executeTakeFirstOrThrow()
      await tell(trx, { person_id: owner_id, type: 'recovery', subject: run.id })
      await tell(trx, { person_id: owner_id, type: 'desktop', subject: run.desktop_id })
    })
  }
}

type Trx = Parameters<Parameters<EdgeRig['store']['transaction']>[0]>[0]
type RunRow = Selectable<RunTable>
