import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Approval } from '../../../shared/api/help-desk/approval.ts'
import { helpDeskApprovalsRoutes as routes } from '../../../shared/api/routes/help-desk-approvals.ts'
import { useAdmin } from '../api/admin.ts'
import { useMe } from '../api/me.ts'
import { useAct, useAsked } from '../api/queries.ts'
import { AskDialog, type Question } from '../parts/AskDialog.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Facts } from '../parts/Facts.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Status, type StatusProps } from '../parts/Status.tsx'
import { Needs } from '../shell/Denied.tsx'
import { when } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'

export function Approvals() {
  return (
    <Needs right="desktops.see" title="nav.approvals">
      <List />
    </Needs>
  )
}

function List() {
  const say = useWords()
  const go = useNavigate()
  const { is = 'waiting', id } = useSearch({ from: '/approvals' })
  const page = useAsked(routes.approvals, { query: { is, limit: 100 } }, { keep: true })
  const rows = page.data?.rows ?? []
  const one = useAsked(routes.approval, { params: { approvalId: id ?? '' } }, { on: id !== undefined })
  const shown = id === undefined ? rows[0] : (rows.find((row) => row.id === id) ?? one.data)
  return (
    <>
      <PageHead title={say('nav.approvals')}>
        <SegmentedControl
          aria-label={say('approvals.requests')}
          value={is}
          data={[
            { value: 'waiting', label: `${say('approvals.waiting')} ${page.data?.waiting ?? ''}` },
            { value: 'settled', label: say('approvals.settled') },
          ]}
          onChange={(value) =>
            void go({ to: '/approvals', search: { is: value === 'settled' ? 'settled' : undefined }, replace: true })
          }
        />
      </PageHead>
      {page.error !== null && <Problem error={page.error} again={() => void page.refetch()} />}
      {page.data !== undefined && rows.length === 0 && shown === undefined ? (
        <section className="card">
          <Empty icon="approval" title={say('approvals.nothing')}>
            <p>{say('approvals.nothingText')}</p>
          </Empty>
        </section>
      ) : (
        <div className="beside">
          <nav className="card requests" aria-label={say('approvals.requests')}>
            {rows.map((row) => (
              <Link
                key={row.id}
                to="/approvals"
                search={{ is: is === 'settled' ? is : undefined, id: row.id }}
                className="request"
                aria-current={row.id === shown?.id ? 'true' : undefined}
              >
                <span className="row">
                  <span className="strong clip grow">{titleOf(say, row)}</span>
                  {row.state === 'waiting' ? <Left until={row.until} /> : <Status {...stateOf(say, row)} plain />}
                </span>
                <span className="dim small">{row.askedBy.displayName}</span>
                <span className="dim small clip">"{row.reason}"</span>
              </Link>
            ))}
          </nav>
          {shown === undefined ? (
            <p className="dim">{say('approvals.choose')}</p>
          ) : (
            <Request key={shown.id} of={shown} />
          )}
        </div>
      )}
    </>
  )
}

function Request({ of }: { readonly of: Approval }) {
  const say = useWords()
  const me = useMe()
  const { ask } = useAdmin()
  const decide = useAct(routes.decideApproval)
  const [word, setWord] = useState('')
  const [question, setQuestion] = useState<Question | null>(null)
  const settle = (agree: boolean) =>
    decide.mutate({ params: { approvalId: of.id }, body: { agree, word: word.trim() } })
  const mine = of.askedBy.name === me.name
  const withdraw = (): Question => ({
    title: say('approvals.withdraw'),
    says: titleOf(say, of),
    confirm: say('approvals.withdraw'),
    run: ({ reason }) => ask(routes.withdrawApproval, { params: { approvalId: of.id }, body: { reason } }),
  })
  return (
    <section className="card" aria-labelledby="request">
      <div className="head">
        <h2 id="request">{titleOf(say, of)}</h2>
        <span className="more">
          {of.state === 'waiting' ? <Left until={of.until} /> : <Status {...stateOf(say, of)} />}
        </span>
      </div>
      <div className="body col g4">
        <Facts
          of={[
            [say('approvals.askedBy'), `${of.askedBy.displayName}, ${when(of.askedAt)}`],
            [say('approvals.reason'), `"${of.reason}"`],
            [say('approvals.person'), of.desktop.owner.displayName],
            [
              say('column.desktop'),
              <Link key="desktop" to="/desktops/$desktopId" params={{ desktopId: of.desktop.id }}>
                {of.desktop.name}
              </Link>,
            ],
            [say('approvals.why'), of.why.map((why) => say(`approvals.${why}`)).join('; ')],
            [
              say('approvals.settled'),
              of.decidedBy === null || of.decidedAt === null
                ? null
                : say('approvals.decidedBy', {
                    state: say(`approvals.state.${of.state}`),
                    name: of.decidedBy.displayName,
                    when: when(of.decidedAt),
                  }),
            ],
            [say('approvals.word'), of.word === null || of.word === '' ? null : `"${of.word}"`],
          ]}
        />
        {of.problem !== null && <p className="alert fail flat">{of.problem}</p>}
        {of.recoveryId !== null && (
          <Link to="/recoveries/$recoveryId" params={{ recoveryId: of.recoveryId }}>
            {say('approvals.toRecovery')}
          </Link>
        )}
        {decide.error !== null && <Problem error={decide.error} />}
        {of.state === 'waiting' && of.mayDecide && (
          <>
            <Textarea
              label={say('approvals.word')}
              description={say('approvals.wordHelp')}
              rows={2}
              maxLength={300}
              value={word}
              onChange={(event) => setWord(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
            />
            <div className="row">
              <Button
                variant="filled"
                color="recover"
                leftSection={<Icon name="ok" />}
                loading={decide.isPending}
                onClick={() => settle(true)}
              >
                {say('approvals.agree')}
              </Button>
              <Button disabled={word.trim().length < 3 || decide.isPending} onClick={() => settle(false)}>
                {say('approvals.refuse')}
              </Button>
            </div>
          </>
        )}
        {of.state === 'waiting' && !of.mayDecide && (
          <p className="dim">{say(mine ? 'approvals.own' : 'approvals.mayNot')}</p>
        )}
        {of.state === 'waiting' && mine && (
          <div>
            <Button onClick={() => setQuestion(withdraw())}>{say('approvals.withdraw')}</Button>
          </div>
        )}
      </div>
      <AskDialog question={question} onClose={() => setQuestion(null)} />
    </section>
  )
}

function titleOf(say: Say, { act, desktop, point }: Approval): string {
  return say(`approvals.act.${act}`, { name: desktop.name, when: point === null ? '' : when(point.takenAt) })
}

function stateOf(say: Say, { state }: Approval): StatusProps {
  const word = say(`approvals.state.${state}`)
  if (state === 'agreed') return { tone: 'good', icon: 'ok', word }
  if (state === 'refused' || state === 'could-not') return { tone: 'fail', icon: 'close', word }
  return { tone: state === 'waiting' ? 'warn' : 'off', icon: 'clock', word }
}

function Left({ until }: { readonly until: string }) {
  const say = useWords()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, Date.parse(until) - now)
  const time = left > 60_000 ? `${Math.ceil(left / 60_000)} min` : `${Math.ceil(left / 1000)} s`
  return <Status tone="warn" icon="clock" word={say('approvals.left', { time })} plain />
}
