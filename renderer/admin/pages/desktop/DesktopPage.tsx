import { Button } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import { helpDeskSeeRoutes } from '../../../../shared/api/routes/help-desk-see.ts'
import { useAsked } from '../../api/queries.ts'
import { AskDialog, type Question } from '../../parts/AskDialog.tsx'
import { stateOf } from '../../parts/desk-words.ts'
import { Failed } from '../../parts/Failed.tsx'
import { Icon } from '../../parts/Icon.tsx'
import { PageHead } from '../../parts/PageHead.tsx'
import { Status } from '../../parts/Status.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { Needs } from '../../shell/Denied.tsx'
import { useWords } from '../../words/words.ts'
import { useDeskActs } from './acts.ts'
import { DeskFacts } from './DeskFacts.tsx'
import { DeskNotes } from './DeskNotes.tsx'
import { Forecast } from './Forecast.tsx'
import { OtherHelp } from './OtherHelp.tsx'
import { RecoverDrawer } from './RecoverDrawer.tsx'
import { Timeline } from './Timeline.tsx'

export function DesktopPage() {
  return (
    <Needs right="desktops.see" title="column.desktop">
      <Loaded />
    </Needs>
  )
}

function Loaded() {
  const { desktopId } = useParams({ from: '/desktops/$desktopId' })
  const file = useAsked(helpDeskSeeRoutes.helpDeskDesktop, { params: { desktopId } })
  if (file.data !== undefined) return <Page file={file.data} />
  if (file.error !== null) return <Failed title={desktopId} error={file.error} again={() => void file.refetch()} />
  return <Waiting title={desktopId} />
}

function Page({ file }: { readonly file: DeskFile }) {
  const say = useWords()
  const go = useNavigate()
  const { recover } = useSearch({ from: '/desktops/$desktopId' })
  const [question, setQuestion] = useState<Question | null>(null)
  const acts = useDeskActs(file)
  const { row, may } = file
  const desktopId = row.id
  const choose = (point: string | undefined) =>
    void go({
      to: '/desktops/$desktopId',
      params: { desktopId },
      search: { recover: point },
      replace: point === undefined,
    })
  return (
    <>
      <PageHead
        title={row.name}
        crumbs={
          <>
            <Link to="/desktops">{say('nav.desktops')}</Link>
            {row.pool !== null && (
              <>
                <Icon name="right" size="s" />
                <Link to="/desktops" search={{ pool: row.pool }}>
                  {row.pool}
                </Link>
              </>
            )}
          </>
        }
        beside={
          <>
            <Status {...stateOf(say, row.state)} />
            {row.held && <Status tone="warn" icon="hold" word={say('flag.held')} />}
            <span className="sub">
              {row.open === null ? say('desk.nobody') : say('desk.on', { name: row.owner.displayName })}
            </span>
          </>
        }
      >
        {may.message.allowed && (
          <Button leftSection={<Icon name="message" />} onClick={() => setQuestion(acts.message())}>
            {say('act.message')}
          </Button>
        )}
        {may.takePoint.allowed && (
          <Button leftSection={<Icon name="take" />} onClick={() => setQuestion(acts.takePoint())}>
            {say('act.takePoint')}
          </Button>
        )}
        {may.hold.allowed && (
          <Button
            leftSection={<Icon name="hold" />}
            onClick={() => setQuestion(acts.heldHere ? acts.letGo() : acts.hold())}
          >
            {say(acts.heldHere ? 'act.letGo' : 'act.hold')}
          </Button>
        )}
      </PageHead>
      <DeskNotes file={file} />
      <div className="two-columns">
        <div className="col g4">
          <DeskFacts file={file} />
          <Timeline file={file} ask={setQuestion} acts={acts} />
        </div>
        <div className="col g4">
          <Forecast file={file} choose={choose} />
          <OtherHelp file={file} acts={acts} ask={setQuestion} />
        </div>
      </div>
      <RecoverDrawer file={file} chosen={recover} choose={choose} />
      <AskDialog question={question} onClose={() => setQuestion(null)} />
    </>
  )
}
