import { Button, Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { PolicyPatch, PolicyView } from '../../../shared/api/policy.ts'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { policiesRoutes } from '../../../shared/api/routes/policies.ts'
import { useMay } from '../api/me.ts'
import { useAct, useAsked } from '../api/queries.ts'
import { Card } from '../parts/Card.tsx'
import { Failed } from '../parts/Failed.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { Needs } from '../shell/Denied.tsx'
import { number, when } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** What is shown here as numbers and choices; probes and the like stand in the configuration. */
const groups = {
  points: ['pointMinutes', 'pointAtSignOut'],
  keep: ['keepHourlyHours', 'keepDailyDays', 'keepWeeklyWeeks', 'keepPoints', 'keepGiB', 'undoDays', 'tooOldDays'],
  prove: ['proofTries', 'bootSeconds'],
  limits: ['tries', 'pressesPerHour'],
  second: ['approveOlderHours', 'approveRebuild', 'approveJunior', 'approveMinutes'],
} as const
type Group = keyof typeof groups
type Member = (typeof groups)[Group][number]

export function Policies() {
  return (
    <Needs right="policies.see" title="nav.policies">
      <Loaded />
    </Needs>
  )
}

function Loaded() {
  const say = useWords()
  const go = useNavigate()
  const { scope = 'default' } = useSearch({ from: '/policies' })
  const view = useAsked(policiesRoutes.policy, { params: { scope } })
  const { data: desks } = useAsked(helpDeskSeeRoutes.helpDeskDesktops, { query: { limit: 1 } })
  const scopes = [...new Set(['default', ...(desks?.pools ?? []).map((pool) => `pool:${pool}`), scope])]
  const picker = (
    <NativeSelect
      aria-label={say('policies.scope')}
      value={scope}
      data={scopes.map((value) => ({ value, label: nameOf(value) }))}
      onChange={(event) => {
        const value = event.currentTarget.value
        void go({ to: '/policies', search: { scope: value === 'default' ? undefined : value } })
      }}
    />
  )
  function nameOf(of: string): string {
    if (of.startsWith('pool:')) return say('policies.pool', { name: of.slice(5) })
    return of.startsWith('desktop:') ? say('policies.desktop', { name: of.slice(8) }) : say('policies.default')
  }
  if (view.data !== undefined)
    return <Page key={`${scope} ${view.data.version}`} view={view.data} name={nameOf(scope)} picker={picker} />
  if (view.error !== null)
    return <Failed title={say('nav.policies')} error={view.error} again={() => void view.refetch()} />
  return <Waiting title={say('nav.policies')} />
}

interface PageProps {
  readonly view: PolicyView
  readonly name: string
  readonly picker: React.ReactNode
}

function Page({ view, name, picker }: PageProps) {
  const say = useWords()
  const may = useMay()
  const change = useAct(policiesRoutes.changePolicy)
  const [says, setSays] = useState<PolicyPatch>(view.says)
  const changed = JSON.stringify(says) !== JSON.stringify(view.says)
  const readOnly = !may('policies.change')
  const set = (member: Member, value: number | boolean | undefined) =>
    setSays((was) => {
      const { [member]: _, ...rest } = was
      return value === undefined ? rest : { ...rest, [member]: value }
    })
  const save = () => change.mutate({ params: { scope: view.scope }, body: { version: view.version, says } })
  return (
    <>
      <PageHead
        title={say('nav.policies')}
        beside={
          <>
            <span className="sub">{name}</span>
            {changed && <Status tone="warn" icon="clock" word={say('policies.notSaved')} />}
          </>
        }
      >
        {picker}
        {!readOnly && (
          <>
            <Button disabled={!changed} onClick={() => setSays(view.says)}>
              {say('policies.discard')}
            </Button>
            <Button variant="filled" disabled={!changed} loading={change.isPending} onClick={save}>
              {say('policies.save')}
            </Button>
          </>
        )}
      </PageHead>
      {change.error !== null && <Problem error={change.error} />}
      <div className="two-columns">
        <div className="grid policy-groups">
          {(Object.keys(groups) as Group[]).map((group) => (
            <Card key={group} title={say(`policies.${group}`)}>
              <div className="col g3">
                {groups[group].map((member) => (
                  <Field
                    key={member}
                    member={member}
                    says={says[member]}
                    effective={view.effective[member]}
                    readOnly={readOnly}
                    set={(value) => set(member, value)}
                  />
                ))}
              </div>
            </Card>
          ))}
        </div>
        <History view={view} readOnly={readOnly} />
      </div>
    </>
  )
}

interface FieldProps {
  readonly member: Member
  readonly says: number | boolean | undefined
  readonly effective: number | boolean
  readonly readOnly: boolean
  readonly set: (value: number | boolean | undefined) => void
}

/** Empty: what stands above counts, and is shown. */
function Field({ member, says, effective, readOnly, set }: FieldProps) {
  const say = useWords()
  const label = say(`policies.member.${member}`)
  const above = (value: string) => (says === undefined ? say('policies.inherited', { value }) : undefined)
  if (typeof effective === 'boolean')
    return (
      <Checkbox
        label={label}
        description={above(say(effective ? 'kiosks.yes' : 'kiosks.no'))}
        checked={typeof says === 'boolean' ? says : effective}
        disabled={readOnly}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    )
  return (
    <NumberInput
      label={label}
      description={above(number(effective))}
      placeholder={String(effective)}
      value={typeof says === 'number' ? says : ''}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      disabled={readOnly}
      onChange={(value) => set(typeof value === 'number' ? value : undefined)}
    />
  )
}

function History({ view, readOnly }: { readonly view: PolicyView; readonly readOnly: boolean }) {
  const say = useWords()
  const { data } = useAsked(policiesRoutes.policyVersions, { params: { scope: view.scope } })
  return (
    <Card title={say('policies.history')} {...(readOnly ? { foot: say('policies.readOnly') } : {})}>
      {data?.length === 0 && <p className="dim">{say('policies.never')}</p>}
      <ul className="col">
        {data?.map(({ version, madeAt, madeBy, source }) => (
          <li key={version}>
            {say('policies.version', {
              version,
              when: when(madeAt),
              name: madeBy ?? (source === 'config' ? say('policies.config') : say('nobody')),
            })}
          </li>
        ))}
      </ul>
    </Card>
  )
}
