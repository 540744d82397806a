import { Button } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { FirstPassword, PersonPage as PersonFound } from '../../../shared/api/person.ts'
import { ProblemError } from '../../../shared/api/problem.ts'
import { peopleRoutes } from '../../../shared/api/routes/people.ts'
import { useAdmin } from '../api/admin.ts'
import { useMay, useMe } from '../api/me.ts'
import { useAct, useAsked } from '../api/queries.ts'
import { AskDialog, type Question } from '../parts/AskDialog.tsx'
import { Card } from '../parts/Card.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Facts } from '../parts/Facts.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { when } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { actsOn } from './people/acts.ts'
import { Change } from './people/Change.tsx'
import { Once } from './people/Once.tsx'
import { Roles } from './people/Roles.tsx'
import { Sessions } from './people/Sessions.tsx'
import { standingOf } from './people/standing.ts'
import { usePeopleWords } from './people/words.ts'

export function PersonPage() {
  return (
    <Needs right="people.see" title="nav.people">
      <Loaded />
    </Needs>
  )
}

/** Sessions come and go without an event to the page. */
const LOOKED_MS = 15_000

function Loaded() {
  const say = usePeopleWords()
  const shell = useWords()
  const { personId } = useParams({ from: '/people/$personId' })
  const found = useAsked(peopleRoutes.person, { params: { personId } }, { every: LOOKED_MS })
  if (found.error instanceof ProblemError && (found.error.is('unknown-person') || found.error.is('bad-request')))
    return (
      <>
        <PageHead title={shell('nav.people')} />
        <Empty icon="people" title={say('unknown')}>
          <Link to="/people">{shell('nav.people')}</Link>
        </Empty>
      </>
    )
  if (found.data === undefined)
    return found.error === null ? (
      <Waiting title={shell('nav.people')} />
    ) : (
      <Failed title={shell('nav.people')} error={found.error} again={() => void found.refetch()} />
    )
  return <Page person={found.data} />
}

function Page({ person }: { readonly person: PersonFound }) {
  const say = usePeopleWords()
  const shell = useWords()
  const manage = useMay()('people.manage')
  const yourself = useMe().name === person.name
  const go = useNavigate()
  const { ask } = useAdmin()
  const [question, setQuestion] = useState<Question | null>(null)
  const [made, setMade] = useState<FirstPassword | null>(null)
  const { displayName, locked, source, signIn, gone, secondFactor } = person
  const acts = actsOn(say, ask, person)
  const others = manage && !yourself
  const hasSecond = secondFactor.totp || secondFactor.passkeys > 0
  return (
    <>
      <PageHead
        title={displayName}
        crumbs={<Link to="/people">{shell('nav.people')}</Link>}
        beside={
          <>
            <Status {...standingOf(say, person)} />
            <span className="sub">{shell(`role.${person.role}`)}</span>
          </>
        }
      >
        {others && hasSecond && (
          <Button leftSection={<Icon name="shield" />} onClick={() => setQuestion(acts.dropSecond())}>
            {say('dropSecond')}
          </Button>
        )}
        {others && source !== 'config' && signIn === 'password' && (
          <Button leftSection={<Icon name="undo" />} onClick={() => setQuestion(acts.reset(setMade))}>
            {say('reset')}
          </Button>
        )}
        {others && (
          <Button leftSection={<Icon name="lock" />} onClick={() => setQuestion(locked ? acts.unlock() : acts.lock())}>
            {say(locked ? 'unlock' : 'lock')}
          </Button>
        )}
        {others && (source !== 'config' || gone) && (
          <Button
            leftSection={<Icon name="close" />}
            onClick={() => setQuestion(acts.delete(() => void go({ to: '/people' })))}
          >
            {say('delete')}
          </Button>
        )}
      </PageHead>
      <Notes person={person} manage={manage} />
      <div className="two-columns">
        <div className="col g4">
          <Roles person={person} />
          <Sessions person={person} onEndAll={() => setQuestion(acts.endAll())} />
          <Owned person={person} />
        </div>
        <div className="col g4">
          <Account person={person} />
          {manage && <Change key={saidOf(person)} person={person} />}
        </div>
      </div>
      <AskDialog question={question} onClose={() => setQuestion(null)} />
      <Once
        secret={
          made?.firstPassword == null
            ? null
            : {
                title: say('once.password', { name: displayName }),
                text: say('once.passwordText'),
                until: made.until === null ? null : say('once.passwordUntil', { when: when(made.until) }),
                value: made.firstPassword,
              }
        }
        onClose={() => setMade(null)}
      />
    </>
  )
}

/** What the fields begin with: when somebody else changed it, they begin anew. */
function saidOf({ id, displayName, roles }: PersonFound): string {
  return JSON.stringify([id, displayName, roles.find(({ group }) => group === null)])
}

/** What stands in the way of signing in. */
function Notes({ person, manage }: { readonly person: PersonFound; readonly manage: boolean }) {
  const say = usePeopleWords()
  const clear = useAct(peopleRoutes.clearFailures)
  const { locked, failures, firstPasswordUntil } = person
  return (
    <div className="notes">
      {locked && (
        <div className="alert warn">
          <Icon name="lock" />
          <p className="grow">{say('lockedText')}</p>
        </div>
      )}
      {failures !== null && failures.count > 0 && (
        <div className="alert warn">
          <Icon name="warn" />
          <div className="grow">
            <p className="strong">{say('failures', { count: failures.count })}</p>
            <p>
              {failures.blockedUntil === null
                ? say('notBlocked')
                : say('blocked', { when: when(failures.blockedUntil) })}
            </p>
          </div>
          {manage && (
            <Button loading={clear.isPending} onClick={() => clear.mutate({ params: { personId: person.id } })}>
              {say('forget')}
            </Button>
          )}
        </div>
      )}
      {clear.error !== null && <Problem error={clear.error} />}
      {firstPasswordUntil !== null && (
        <div className="alert info">
          <Icon name="clock" />
          <p className="grow">{say('firstUntil', { when: when(firstPasswordUntil) })}</p>
        </div>
      )}
    </div>
  )
}

function Owned({ person: { owns } }: { readonly person: PersonFound }) {
  const say = usePeopleWords()
  return (
    <Card title={say('owns')}>
      {owns.length === 0 ? (
        <p className="dim">{say('ownsNone')}</p>
      ) : (
        <ul className="col">
          {owns.map(({ id, name, pool }) => (
            <li key={id} className="clip" title={name}>
              <Link to="/desktops/$desktopId" params={{ desktopId: id }}>
                {name}
              </Link>
              {pool !== null && <span className="faint"> {pool}</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Account({ person }: { readonly person: PersonFound }) {
  const say = usePeopleWords()
  const shell = useWords()
  const { totp, passkeys, recoveryCodes } = person.secondFactor
  const second = [
    ...(totp ? [say('totp')] : []),
    ...(passkeys > 0 ? [say('passkeys', { count: passkeys })] : []),
    ...(recoveryCodes > 0 ? [say('codes', { count: recoveryCodes })] : []),
  ]
  return (
    <Card title={say('facts')}>
      <Facts
        of={[
          [say('name'), person.name],
          [say('from'), say(`source.${person.source}`)],
          [say('signIn'), say(`way.${person.signIn}`)],
          [say('second'), second.length === 0 ? shell('none') : second.join(', ')],
          [say('seen'), person.signedInAt === null ? shell('never') : <When key="seen" at={person.signedInAt} />],
          [say('made'), person.madeAt === null ? null : <When key="made" at={person.madeAt} />],
        ]}
      />
    </Card>
  )
}
