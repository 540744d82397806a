import { Button, Checkbox, Drawer, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import { HELP_DESK_POINT_PICTURE_PATH } from '../../../../shared/api/help-desk/paths.ts'
import { pathOf } from '../../../../shared/api/path-of.ts'
import type { RestorePoint } from '../../../../shared/api/restore-point.ts'
import { helpDeskActRoutes } from '../../../../shared/api/routes/help-desk-act.ts'
import { helpDeskSeeRoutes } from '../../../../shared/api/routes/help-desk-see.ts'
import { useAct, useAsked } from '../../api/queries.ts'
import { Second } from '../../parts/AskDialog.tsx'
import { proofOf } from '../../parts/desk-words.ts'
import { Empty } from '../../parts/Empty.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Icon } from '../../parts/Icon.tsx'
import { Picture } from '../../parts/Picture.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Status } from '../../parts/Status.tsx'
import { exactly, lasted, when } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import { useLeadOn } from './acts.ts'

interface RecoverDrawerProps {
  readonly file: DeskFile
  /** The point that is chosen, or `choose`; undefined: the drawer is closed. */
  readonly chosen: string | undefined
  readonly choose: (point: string | undefined) => void
}

/** Which point, what it risks, what goes aside, and why: all said before it is pressed. */
export function RecoverDrawer({ file, chosen, choose }: RecoverDrawerProps) {
  const say = useWords()
  const close = () => choose(undefined)
  return (
    <Drawer
      opened={chosen !== undefined}
      onClose={close}
      title={say('recover.title', { name: file.row.name })}
      closeButtonProps={{ 'aria-label': say('act.close') }}
    >
      {chosen !== undefined && <Choosing file={file} chosen={chosen} choose={choose} close={close} />}
    </Drawer>
  )
}

function Choosing({
  file,
  chosen,
  choose,
  close,
}: RecoverDrawerProps & { readonly chosen: string; readonly close: () => void }) {
  const say = useWords()
  const leadOn = useLeadOn()
  const { row, may, policy } = file
  const points = useAsked(helpDeskSeeRoutes.helpDeskPoints, { params: { desktopId: row.id } })
  const act = useAct(helpDeskActRoutes.recoverFor)
  const [key] = useState(() => crypto.randomUUID())
  // A desktop that was recovered meanwhile is another than the one that was looked at.
  const [generation] = useState(row.generation)
  const [reason, setReason] = useState('')
  const [unproven, setUnproven] = useState(false)
  const all = (points.data ?? []).filter(({ taking }) => !taking)
  const shown = all.filter(({ proof }) => unproven || proof === 'known-good')
  const point = all.find(({ id }) => id === chosen) ?? shown[0]
  const ready = point !== undefined && reason.trim().length >= 3
  const recover = () => {
    if (!ready) return
    const body = {
      key,
      reason: reason.trim(),
      generation,
      pointId: point.id,
      evenUnproven: point.proof !== 'known-good',
    }
    act.mutate({ params: { desktopId: row.id }, body }, { onSuccess: leadOn })
  }
  return (
    <form
      className="recover-form"
      onSubmit={(event) => {
        event.preventDefault()
        recover()
      }}
    >
      <p className="dim small">
        {row.open === null ? say('recover.nobody') : say('recover.on', { name: row.owner.displayName })}
      </p>
      {generation !== row.generation && <div className="alert warn flat">{say('desk.changed')}</div>}
      {points.error !== null && <Problem error={points.error} again={() => void points.refetch()} />}
      {points.data !== undefined && shown.length === 0 && (
        <Empty icon="warn" title={say('recover.none')}>
          <p>{say('recover.noneText')}</p>
        </Empty>
      )}
      <fieldset className="choices">
        <legend className="label">{say('recover.which')}</legend>
        {shown.map((one) => (
          <Choice key={one.id} point={one} name={row.name} on={one.id === point?.id} choose={() => choose(one.id)} />
        ))}
      </fieldset>
      {may.recoverUnproven.allowed && all.some(({ proof }) => proof !== 'known-good') && (
        <Checkbox
          label={say('recover.unproven')}
          checked={unproven}
          onChange={(event) => setUnproven(event.currentTarget.checked)}
        />
      )}
      {point !== undefined && <Risks point={point} />}
      <Facts
        of={[
          [say('recover.goesAside'), say('recover.aside', { days: policy.undoDays })],
          [say('recover.notTouched'), say('recover.shares')],
        ]}
      />
      <Textarea
        label={say('act.reason')}
        description={say('act.reasonHelp')}
        rows={2}
        maxLength={300}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
      />
      {may.recover.second && <Second />}
      {act.error !== null && <Problem error={act.error} />}
      <div className="row wrap">
        <Button
          type="submit"
          variant="filled"
          color="recover"
          leftSection={<Icon name="recover" />}
          disabled={!ready || !may.recover.allowed}
          loading={act.isPending}
        >
          {point === undefined
            ? say('act.recover')
            : say(may.recover.second ? 'recover.ask' : 'recover.do', { when: when(point.takenAt) })}
        </Button>
        <Button onClick={close}>{say('act.cancel')}</Button>
        {may.recover.second && <span className="small faint">{say('recover.nothing')}</span>}
      </div>
    </form>
  )
}

interface ChoiceProps {
  readonly point: RestorePoint
  readonly name: string
  readonly on: boolean
  readonly choose: () => void
}

function Choice({ point, name, on, choose }: ChoiceProps) {
  const say = useWords()
  const [opened] = useState(() => Date.now())
  const age = opened - Date.parse(point.takenAt)
  return (
    <label className={`choice ${on ? 'on' : ''}`}>
      <input type="radio" name="point" checked={on} onChange={choose} />
      <span className="grow">
        <span className="row wrap">
          <b title={exactly(point.takenAt)}>{when(point.takenAt)}</b>
          <Status {...proofOf(say, point)} />
          <span className="tag">
            <Icon name={point.warm ? 'warm' : 'cold'} size="s" />
            {say(point.warm ? 'point.warm' : 'point.cold')}
          </span>
          {point.limits.length > 0 && <Status tone="warn" icon="warn" word={say('point.risk')} />}
        </span>
        <span className="dim small">
          {point.note ?? say(`point.reason.${point.reason}`)}. {say('recover.age', { age: lasted(age) })}
        </span>
      </span>
      {point.hasPicture && (
        <Picture
          size="s"
          from={pathOf(HELP_DESK_POINT_PICTURE_PATH, { desktopId: point.desktopId, pointId: point.id })}
          label={say('point.picture', { name, when: when(point.takenAt) })}
          none={say('point.noPicture')}
        />
      )}
    </label>
  )
}

/** What going back to it can't do, or may break. */
function Risks({ point }: { readonly point: RestorePoint }) {
  const say = useWords()
  if (point.limits.length === 0 && point.proof === 'known-good') return null
  return (
    <div className="alert warn flat">
      <Icon name="warn" />
      <div className="col">
        {point.proof !== 'known-good' && <p className="strong">{say('recover.unprovenText')}</p>}
        {point.limits.map(({ kind, says }) => (
          <p key={kind}>{says}</p>
        ))}
      </div>
    </div>
  )
}
