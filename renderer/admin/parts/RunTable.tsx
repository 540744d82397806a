import { Link } from '@tanstack/react-router'
import type { RecoveryRow } from '../../../shared/api/help-desk/recoveries.ts'
import { lasted } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { outcomeOf } from './desk-words.ts'
import { Status } from './Status.tsx'
import { When } from './When.tsx'

interface RunTableProps {
  readonly rows: readonly RecoveryRow[]
  /** With all columns, where there is room. */
  readonly whole?: boolean
}

export function RunTable({ rows, whole = false }: RunTableProps) {
  const say = useWords()
  return (
    <table className={whole ? '' : 'tight'}>
      <thead>
        <tr>
          <th>{say('column.at')}</th>
          <th>{say('column.desktop')}</th>
          <th>{say('column.person')}</th>
          {whole && <th>{say('column.kind')}</th>}
          {whole && <th>{say('column.point')}</th>}
          <th>{say('column.outcome')}</th>
          {whole && <th>{say('column.reason')}</th>}
          <th className="num">{say('column.took')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link to="/recoveries/$recoveryId" params={{ recoveryId: row.id }}>
                <When at={row.pressedAt} />
              </Link>
            </td>
            <td>
              <Link className="name" to="/desktops/$desktopId" params={{ desktopId: row.desktop.id }}>
                {row.desktop.name}
              </Link>
            </td>
            <td className="clip-cell">{row.desktop.owner.displayName}</td>
            {whole && <td>{say(`kind.${row.kind}`)}</td>}
            {whole && (
              <td>
                {row.point === null ? <span className="faint">{say('none')}</span> : <When at={row.point.takenAt} />}
              </td>
            )}
            <td>
              <Status {...outcomeOf(say, row)} />
            </td>
            {whole && (
              <td className="clip-cell" title={row.reason ?? undefined}>
                {row.reason === null ? <span className="faint">{say('none')}</span> : `"${row.reason}"`}
              </td>
            )}
            <td className="num">
              {row.endedAt === null ? say('outcome.open') : lasted(Date.parse(row.endedAt) - Date.parse(row.pressedAt))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
