import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { serviceAccountsRoutes } from '../../../shared/api/routes/service-accounts.ts'
import type { NewServiceToken, ServiceAccount, ServiceToken } from '../../../shared/api/service-account.ts'
import { useAdmin } from '../api/admin.ts'
import { useMay } from '../api/me.ts'
import { useAsked } from '../api/queries.ts'
import { AskDialog, type Question } from '../parts/AskDialog.tsx'
import { Card } from '../parts/Card.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number, when } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { AddProgram } from './people/AddProgram.tsx'
import { AddToken } from './people/AddToken.tsx'
import { Once } from './people/Once.tsx'
import { usePeopleWords } from './people/words.ts'

/** Programs that sign in, and their tokens. */
export function Programs() {
  return (
    <Needs right="people.see" title="nav.people">
      <List />
    </Needs>
  )
}

function List() {
  const say = usePeopleWords()
  const shell = useWords()
  const { ask } = useAdmin()
  const manage = useMay()('people.manage')
  const [question, setQuestion] = useState<Question | null>(null)
  const [adding, setAdding] = useState(false)
  const [tokenFor, setTokenFor] = useState<ServiceAccount | null>(null)
  const [made, setMade] = useState<NewServiceToken | null>(null)
  const title = say('programs.title')
  const found = useAsked(serviceAccountsRoutes.serviceAccounts, {})
  if (found.data === undefined)
    return found.error === null ? (
      <Waiting title={title} />
    ) : (
      <Failed title={title} error={found.error} again={() => void found.refetch()} />
    )
  const accounts = found.data
  const remove = ({ id, displayName }: ServiceAccount): Question => ({
    title: say('programs.deleteOf', { name: displayName }),
    says: say('programs.deleteText'),
    confirm: say('programs.delete'),
    field: null,
    run: () => ask(serviceAccountsRoutes.deleteServiceAccount, { params: { accountId: id } }),
  })
  const revoke = (account: ServiceAccount, token: ServiceToken): Question => ({
    title: say('programs.revokeOf', { name: token.name }),
    says: say('programs.revokeText'),
    confirm: say('programs.revoke'),
    field: null,
    run: () => ask(serviceAccountsRoutes.revokeServiceToken, { params: { accountId: account.id, tokenId: token.id } }),
  })
  return (
    <>
      <PageHead
        title={title}
        crumbs={<Link to="/people">{shell('nav.people')}</Link>}
        beside={<span className="sub num">{number(accounts.length)}</span>}
      >
        {manage && (
          <Button variant="filled" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {say('programs.add')}
          </Button>
        )}
      </PageHead>
      {accounts.length === 0 && (
        <section className="card">
          <Empty icon="link" title={say('programs.none')}>
            <p>{say('programs.noneText')}</p>
          </Empty>
        </section>
      )}
      <div className="grid">
        {accounts.map((account) => (
          <Card
            key={account.id}
            title={account.displayName}
            flush={account.tokens.length > 0}
            more={
              <span className="row">
                <code>{account.name}</code>
                {manage && (
                  <Button size="compact-sm" onClick={() => setTokenFor(account)}>
                    {say('programs.addToken')}
                  </Button>
                )}
                {manage && (
                  <Button
                    size="compact-sm"
                    aria-label={say('programs.deleteOf', { name: account.displayName })}
                    onClick={() => setQuestion(remove(account))}
                  >
                    {say('programs.delete')}
                  </Button>
                )}
              </span>
            }
          >
            {account.tokens.length === 0 ? (
              <p className="dim">{say('programs.noTokens')}</p>
            ) : (
              <Tokens of={account} revoke={manage ? (token) => setQuestion(revoke(account, token)) : undefined} />
            )}
          </Card>
        ))}
      </div>
      <AddProgram opened={adding} onClose={() => setAdding(false)} />
      <AddToken
        account={tokenFor}
        onClose={() => setTokenFor(null)}
        onMade={(answer) => {
          setTokenFor(null)
          setMade(answer)
        }}
      />
      <Once
        secret={
          made === null
            ? null
            : {
                title: say('once.token', { name: made.name }),
                text: say('once.tokenText'),
                until: say('once.passwordUntil', { when: when(made.expiresAt) }),
                value: made.token,
              }
        }
        onClose={() => setMade(null)}
      />
      <AskDialog question={question} onClose={() => setQuestion(null)} />
    </>
  )
}

interface TokensProps {
  readonly of: ServiceAccount
  readonly revoke: ((token: ServiceToken) => void) | undefined
}

function Tokens({ of: { tokens }, revoke }: TokensProps) {
  const say = usePeopleWords()
  const shell = useWords()
  return (
    <table>
      <thead>
        <tr>
          <th>{say('programs.token')}</th>
          <th>{say('programs.may')}</th>
          <th>{say('pools')}</th>
          <th>{say('programs.expires')}</th>
          <th>{say('programs.used')}</th>
          {revoke !== undefined && (
            <th>
              <span className="vh">{say('programs.revoke')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <td className="clip-cell two">
              <span title={token.name}>{token.name}</span>
              <small className="clip" title={token.madeBy}>
                {say('programs.madeBy', { name: token.madeBy })}
              </small>
            </td>
            <td className="wrap">{token.rights.join(', ')}</td>
            <td className="wrap">{token.pools === null ? say('everywhere') : token.pools.join(', ')}</td>
            <td>
              {token.expired ? (
                <Status tone="warn" icon="clock" word={say('programs.expired')} plain />
              ) : (
                <When at={token.expiresAt} />
              )}
            </td>
            <td>
              {token.usedAt === null ? <span className="faint">{shell('never')}</span> : <When at={token.usedAt} />}
            </td>
            {revoke !== undefined && (
              <td className="right">
                <Button
                  size="compact-sm"
                  aria-label={say('programs.revokeOf', { name: token.name })}
                  onClick={() => revoke(token)}
                >
                  {say('programs.revoke')}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
