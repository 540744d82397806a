import type { QueryClient } from '@tanstack/react-query'
import type { DeskPage, DeskRow } from '../../../shared/api/help-desk/desks.ts'
import type { HelpDeskEvent } from '../../../shared/api/help-desk/event.ts'
import type { RecoveryFile } from '../../../shared/api/help-desk/recoveries.ts'
import { helpDeskApprovalsRoutes } from '../../../shared/api/routes/help-desk-approvals.ts'
import { helpDeskIncidentsRoutes } from '../../../shared/api/routes/help-desk-incidents.ts'
import { helpDeskSeeRoutes as see } from '../../../shared/api/routes/help-desk-see.ts'

/** Lists and figures are asked for at most so often, whatever is told meanwhile: a storm is many events. */
const SETTLE_MS = 1_000

const lists = [
  see.helpDeskDesktops.path,
  see.helpDeskOverview.path,
  see.helpDeskRecoveries.path,
  helpDeskApprovalsRoutes.approvals.path,
  helpDeskIncidentsRoutes.incidents.path,
]

/** Turns what is told into what is known: a row at once where it is shown, and all that depends on it soon. */
export function hear(queries: QueryClient): { event(event: HelpDeskEvent): void; stop(): void } {
  const old = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const askAgain = (...keys: readonly string[]) => {
    for (const key of keys) old.add(key)
    timer ??= setTimeout(() => {
      timer = undefined
      const now = new Set(old)
      old.clear()
      void queries.invalidateQueries({
        predicate: ({ queryKey: [path, asked] }) => {
          const { params } = (asked ?? {}) as { params?: Record<string, string> }
          const ids = Object.values(params ?? {})
          return now.has(String(path)) || ids.some((id) => now.has(id))
        },
      })
    }, SETTLE_MS)
  }
  return {
    event(event) {
      switch (event.type) {
        case 'look-again':
          void queries.invalidateQueries()
          return
        case 'desktop':
          replaceRow(queries, event.row)
          askAgain(event.row.id, ...lists)
          return
        case 'recovery':
          queries.setQueriesData<RecoveryFile>({ queryKey: [see.helpDeskRecovery.path] }, (file) =>
            file?.row.id === event.row.id ? { ...file, row: event.row } : file,
          )
          askAgain(event.row.id, event.row.desktop.id, ...lists)
          return
        case 'leftovers':
          askAgain(event.leftovers.recoveryId)
          return
        case 'rescue':
          askAgain(event.rescue.recoveryId, event.rescue.id)
          return
        case 'approval':
          askAgain(event.approval.id, event.approval.desktop.id, ...lists)
          return
        case 'help':
          askAgain(event.help.id, event.help.desktopId)
          return
        case 'incident':
          askAgain(event.incident.id, ...lists)
          return
        case 'holds':
          askAgain(see.helpDeskDesktop.path, ...lists)
          return
        case 'session-ended':
      }
    },
    stop: () => clearTimeout(timer),
  }
}

function replaceRow(queries: QueryClient, row: DeskRow): void {
  queries.setQueriesData<DeskPage>({ queryKey: [see.helpDeskDesktops.path] }, (page) =>
    page?.rows.some(({ id }) => id === row.id) === true
      ? { ...page, rows: page.rows.map((one) => (one.id === row.id ? row : one)) }
      : page,
  )
}
