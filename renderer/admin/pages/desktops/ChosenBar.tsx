import { ActionIcon, Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { DeskRow } from '../../../../shared/api/help-desk/desks.ts'
import { helpDeskActRoutes as acts } from '../../../../shared/api/routes/help-desk-act.ts'
import { helpDeskTalkRoutes } from '../../../../shared/api/routes/help-desk-talk.ts'
import { useAdmin } from '../../api/admin.ts'
import { useMay } from '../../api/me.ts'
import type { Given, Question } from '../../parts/AskDialog.tsx'
import { Icon } from '../../parts/Icon.tsx'
import { useWords } from '../../words/words.ts'

interface ChosenBarProps {
  readonly chosen: readonly DeskRow[]
  readonly ask: (question: Question) => void
  readonly clear: () => void
}

/** What can be done with all the rows that are chosen; each of them is asked for by itself, with the one reason. */
export function ChosenBar({ chosen, ask, clear }: ChosenBarProps) {
  const say = useWords()
  const may = useMay()
  const go = useNavigate()
  const { ask: call } = useAdmin()
  const [only] = chosen
  if (only === undefined) return null
  const name = chosen.length === 1 ? only.name : say('act.for.many', { count: chosen.length })
  /** One after the other, so that a broker that refuses some is not asked for all at once. */
  const each = (act: (row: DeskRow, given: Given) => Promise<unknown>) => async (given: Given) => {
    for (const [index, row] of chosen.entries())
      await act(row, { ...given, key: index === 0 ? given.key : crypto.randomUUID() })
    clear()
  }
  const question = (
    what: 'takePoint' | 'hold' | 'restart' | 'message',
    act: (row: DeskRow, given: Given) => Promise<unknown>,
  ): Question => ({
    title: say(`act.for.${what}`, { name }),
    says: say(`act.says.${what}`),
    confirm: say(`act.${what}`),
    recover: what === 'restart',
    run: each(act),
    ...(what === 'message'
      ? { field: { label: say('act.text'), help: say('act.says.message'), most: 500, least: 1 } }
      : {}),
  })
  const of = (row: DeskRow) => ({ desktopId: row.id })
  return (
    <div className="chosen-bar" role="toolbar" aria-label={say('desktops.chosen', { count: chosen.length })}>
      <span className="strong">{say('act.for.many', { count: chosen.length })}</span>
      {chosen.length === 1 && <span className="dim clip">{only.name}</span>}
      {may('desktops.recover') && chosen.length === 1 && (
        <Button
          variant="filled"
          color="recover"
          leftSection={<Icon name="recover" />}
          onClick={() =>
            void go({ to: '/desktops/$desktopId', params: { desktopId: only.id }, search: { recover: 'choose' } })
          }
        >
          {say('act.recover')}
        </Button>
      )}
      {may('points.take') && (
        <Button
          leftSection={<Icon name="take" />}
          onClick={() =>
            ask(
              question('takePoint', (row, { key, reason }) =>
                call(acts.takePointFor, { params: of(row), body: { key, reason } }),
              ),
            )
          }
        >
          {say('act.takePoint')}
        </Button>
      )}
      {may('desktops.hold') && (
        <Button
          leftSection={<Icon name="hold" />}
          onClick={() =>
            ask(
              question('hold', (row, { reason }) =>
                call(acts.hold, { params: { scope: `desktop:${row.id}` }, body: { reason } }),
              ),
            )
          }
        >
          {say('act.hold')}
        </Button>
      )}
      {may('desktops.message') && (
        <Button
          leftSection={<Icon name="message" />}
          onClick={() =>
            ask(
              question('message', (row, { key, reason }) =>
                call(helpDeskTalkRoutes.sendMessage, { params: of(row), body: { key, text: reason } }),
              ),
            )
          }
        >
          {say('act.message')}
        </Button>
      )}
      {may('desktops.recover') && (
        <Button
          leftSection={<Icon name="power" />}
          onClick={() =>
            ask(
              question('restart', (row, { key, reason }) =>
                call(acts.restartFor, { params: of(row), body: { key, reason, generation: row.generation } }),
              ),
            )
          }
        >
          {say('act.restart')}
        </Button>
      )}
      <ActionIcon variant="subtle" size={28} aria-label={say('desktops.letGo')} onClick={clear}>
        <Icon name="close" />
      </ActionIcon>
    </div>
  )
}
