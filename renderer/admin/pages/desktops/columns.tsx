import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { DeskRow } from '../../../../shared/api/help-desk/desks.ts'
import { stateOf } from '../../parts/desk-words.ts'
import { Icon } from '../../parts/Icon.tsx'
import type { Column } from '../../parts/Rows.tsx'
import { Status } from '../../parts/Status.tsx'
import { When } from '../../parts/When.tsx'
import { number } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'

/** Below a certain width columns leave from the right. */
export function useDeskColumns(): readonly Column<DeskRow>[] {
  const say = useWords()
  return useMemo(
    () => [
      {
        id: 'desktop',
        head: say('column.desktop'),
        sort: 'name',
        cell: ({ id, name }) => (
          <Link className="name" to="/desktops/$desktopId" params={{ desktopId: id }} title={name} tabIndex={-1}>
            {name}
          </Link>
        ),
      },
      {
        id: 'person',
        head: say('column.person'),
        sort: 'person',
        cell: ({ owner }) => <span title={owner.name}>{owner.displayName}</span>,
      },
      {
        id: 'state',
        head: say('column.state'),
        sort: 'state',
        cell: ({ state, held, waits }) => (
          <span className="row g1">
            <Status {...stateOf(say, state)} />
            {held && <Status tone="warn" icon="hold" word={say('flag.held')} />}
            {waits && (
              <span className="c-accent" title={say('flag.waits')}>
                <Icon name="approval" />
                <span className="vh">{say('flag.waits')}</span>
              </span>
            )}
          </span>
        ),
      },
      {
        id: 'known-good',
        head: say('column.knownGood'),
        sort: 'known-good',
        cell: ({ knownGood }) =>
          knownGood === null ? (
            <Status tone="warn" icon="warn" word={say('point.none')} plain />
          ) : (
            <>
              <When at={knownGood.takenAt} />{' '}
              <span className="small faint">{say(knownGood.warm ? 'point.warm' : 'point.cold')}</span>
            </>
          ),
      },
      {
        id: 'kiosk',
        head: say('column.kiosk'),
        from: 860,
        cell: ({ open }) =>
          open === null ? <span className="faint">{say('none')}</span> : (open.kiosk ?? say('desk.browser')),
      },
      {
        id: 'last',
        head: say('column.last'),
        sort: 'last',
        from: 760,
        cell: ({ last }) =>
          last === null ? <span className="faint">{say('never')}</span> : <When at={last.pressedAt} />,
      },
      {
        id: 'pool',
        head: say('column.pool'),
        sort: 'pool',
        from: 980,
        cell: ({ pool }) => pool ?? <span className="faint">{say('none')}</span>,
      },
      {
        id: 'host',
        head: say('column.host'),
        sort: 'host',
        from: 1080,
        cell: ({ host }) => <span className="faint">{host}</span>,
      },
      {
        id: 'recoveries',
        head: say('column.recoveries'),
        sort: 'recoveries',
        number: true,
        from: 680,
        cell: ({ recoveries7d }) => number(recoveries7d),
      },
    ],
    [say],
  )
}
