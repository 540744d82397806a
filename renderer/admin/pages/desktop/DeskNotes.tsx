import { Link } from '@tanstack/react-router'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import { Icon } from '../../parts/Icon.tsx'
import { clock, when } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'

/** What one has to know before anything is done: holds, a request that waits, an incident, words not read yet. */
export function DeskNotes({ file }: { readonly file: DeskFile }) {
  const say = useWords()
  const { row, holds, approval, incident, messages, help } = file
  const who = help?.by.displayName ?? ''
  return (
    <div className="notes">
      {incident !== null && (
        <div className="alert fail flat">
          <Icon name="incident" />
          <p className="grow">
            <b>{say('desk.incident')}.</b> {incident.title}
          </p>
          <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }}>
            {say('desk.toIncident')}
          </Link>
        </div>
      )}
      {approval !== null && (
        <div className="alert info flat">
          <Icon name="approval" />
          <p className="grow">
            {say('desk.waits', {
              name: approval.askedBy.displayName,
              act: say(`approvals.act.${approval.act}`, {
                name: row.name,
                when: approval.point === null ? '' : when(approval.point.takenAt),
              }),
              clock: clock(approval.until),
            })}
          </p>
          <Link to="/approvals" search={{ id: approval.id }}>
            {say('desk.toApproval')}
          </Link>
        </div>
      )}
      {holds.map(({ scope, at, by, reason }) => (
        <div key={scope} className="alert warn flat">
          <Icon name="hold" />
          <p>{say('desk.hold', { when: when(at), reason, name: by.displayName })}</p>
        </div>
      ))}
      {help !== null && (help.state === 'asked' || help.state === 'allowed') && (
        <div className="alert info flat">
          <Icon name="eye" />
          <p>{say(help.state === 'asked' ? 'desk.helpAsked' : 'desk.helpOpen', { name: who })}</p>
        </div>
      )}
      {messages.map(({ id, text }) => (
        <div key={id} className="alert flat">
          <Icon name="message" />
          <p>{say('desk.message', { text })}</p>
        </div>
      ))}
    </div>
  )
}
