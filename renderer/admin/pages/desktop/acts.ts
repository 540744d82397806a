import { useNavigate } from '@tanstack/react-router'
import type { Acted } from '../../../../shared/api/help-desk/acts.ts'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import { helpDeskActRoutes as routes } from '../../../../shared/api/routes/help-desk-act.ts'
import { helpDeskTalkRoutes as talk } from '../../../../shared/api/routes/help-desk-talk.ts'
import { useAdmin } from '../../api/admin.ts'
import type { Question } from '../../parts/AskDialog.tsx'
import { useWords } from '../../words/words.ts'

export type DeskActs = ReturnType<typeof useDeskActs>

/** What leads on from something that was asked for: to the run that does it, or to the request that waits. */
export function useLeadOn(): (acted: Acted) => void {
  const go = useNavigate()
  return (acted) =>
    void (acted.is === 'recovery'
      ? go({
          to: '/recoveries/$recoveryId',
          params: { recoveryId: acted.recovery.id },
          search: { seen: acted.seen ? 'yes' : undefined },
        })
      : go({ to: '/approvals', search: { id: acted.approval.id } }))
}

/** What can be done with a desktop, each as the question that is asked before it. */
export function useDeskActs({ row, may, holds }: DeskFile) {
  const say = useWords()
  const { ask } = useAdmin()
  const leadOn = useLeadOn()
  const params = { desktopId: row.id }
  const { generation, name } = row
  const scope = `desktop:${row.id}`
  const done = (result: unknown) => leadOn(result as Acted)
  const titled = (what: Titled) => ({
    title: say(`act.for.${what}`, { name }),
    says: say(`act.says.${what}`),
    confirm: say(`act.${what}`),
  })
  return {
    heldHere: holds.some((hold) => hold.scope === scope),
    undo: (recoveryId: string): Question => ({
      ...titled('undo'),
      recover: true,
      second: may.undo.second,
      run: ({ key, reason }) => ask(routes.undoFor, { params: { recoveryId }, body: { key, reason, generation } }),
      done,
    }),
    restart: (): Question => ({
      ...titled('restart'),
      recover: true,
      second: may.restart.second,
      run: ({ key, reason }) => ask(routes.restartFor, { params, body: { key, reason, generation } }),
      done,
    }),
    rebuild: (): Question => ({
      ...titled('rebuild'),
      recover: true,
      second: may.rebuild.second,
      run: ({ key, reason }) => ask(routes.rebuildFor, { params, body: { key, reason, generation } }),
      done,
    }),
    takePoint: (): Question => ({
      ...titled('takePoint'),
      run: ({ key, reason }) => ask(routes.takePointFor, { params, body: { key, reason } }),
    }),
    pin: (pointId: string, pinned: boolean): Question => ({
      ...titled(pinned ? 'pin' : 'unpin'),
      run: ({ reason }) => ask(routes.pinFor, { params: { ...params, pointId }, body: { pinned, reason } }),
    }),
    hold: (): Question => ({
      ...titled('hold'),
      run: ({ reason }) => ask(routes.hold, { params: { scope }, body: { reason } }),
    }),
    letGo: (): Question => ({
      ...titled('letGo'),
      run: ({ reason }) => ask(routes.letGo, { params: { scope }, body: { reason } }),
    }),
    clearHelp: (): Question => ({
      ...titled('clearHelp'),
      run: ({ key, reason }) => ask(routes.clearHelpNeeded, { params, body: { key, reason, generation } }),
    }),
    message: (): Question => ({
      ...titled('message'),
      field: { label: say('act.text'), help: say('act.says.message'), most: 500, least: 1 },
      run: ({ key, reason }) => ask(talk.sendMessage, { params, body: { key, text: reason } }),
    }),
  }
}

type Titled =
  | 'undo'
  | 'restart'
  | 'rebuild'
  | 'takePoint'
  | 'pin'
  | 'unpin'
  | 'hold'
  | 'letGo'
  | 'clearHelp'
  | 'message'
