import { UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DeskFile, May } from '../../../../shared/api/help-desk/desk-file.ts'
import type { Question } from '../../parts/AskDialog.tsx'
import { Card } from '../../parts/Card.tsx'
import { Icon } from '../../parts/Icon.tsx'
import type { IconName } from '../../parts/icons.ts'
import { useWords } from '../../words/words.ts'
import type { DeskActs } from './acts.ts'

interface OtherHelpProps {
  readonly file: DeskFile
  readonly acts: DeskActs
  readonly ask: (question: Question) => void
}

/** The ladder beside Recover. What is not possible says why. */
export function OtherHelp({ file, acts, ask }: OtherHelpProps) {
  const say = useWords()
  const { may, desktop } = file
  const undoable = desktop.recovery?.undo != null ? desktop.recovery.id : null
  return (
    <Card title={say('other.title')} foot={say('other.foot')}>
      <ul className="other">
        {undoable !== null && (
          <Act may={may.undo} icon="undo" word={say('act.undo')} onPress={() => ask(acts.undo(undoable))} />
        )}
        <Act may={may.restart} icon="power" word={say('act.restart')} onPress={() => ask(acts.restart())} />
        {may.rescue.allowed && undoable !== null && (
          <li>
            <Link className="act" to="/recoveries/$recoveryId/files" params={{ recoveryId: undoable }}>
              <Icon name="folder" />
              <span className="grow">{say('act.rescue')}</span>
              <Icon name="right" size="s" />
            </Link>
          </li>
        )}
        <Act may={may.rebuild} icon="rebuild" word={say('act.rebuild')} onPress={() => ask(acts.rebuild())} />
        {desktop.state === 'needs-help' && (
          <Act may={may.clearHelp} icon="ok" word={say('act.clearHelp')} onPress={() => ask(acts.clearHelp())} />
        )}
      </ul>
    </Card>
  )
}

interface ActProps {
  readonly may: May
  readonly icon: IconName
  readonly word: string
  readonly onPress: () => void
}

function Act({ may, icon, word, onPress }: ActProps) {
  const say = useWords()
  return (
    <li>
      <UnstyledButton className="act" disabled={!may.allowed} onClick={onPress}>
        <Icon name={icon} />
        <span className="grow">{word}</span>
        {may.allowed && may.second && <span className="small faint">{say('other.second')}</span>}
      </UnstyledButton>
      {!may.allowed && may.problem !== null && <p className="small faint act-why">{may.problem.title}</p>}
    </li>
  )
}
