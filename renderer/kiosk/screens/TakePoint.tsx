import { useCallback, useState } from 'react'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { type Fact, Facts } from '../parts/Facts.tsx'
import { Field } from '../parts/Field.tsx'
import { Headline } from '../parts/Headline.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { Turning } from '../parts/Turning.tsx'
import { useEscape } from '../parts/use-escape.ts'
import type { Screen } from '../state/screen.ts'
import { useSend, useWall } from '../surroundings.ts'
import { whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'

type TakePointScreen = Extract<Screen, { is: 'take-point' }>

/** A point by hand, with a note of what it is for. The desktop goes on running. */
export function TakePoint({ screen }: { screen: TakePointScreen }) {
  const send = useSend()
  const back = useCallback(() => send({ type: 'decline' }), [send])
  useEscape(back)
  return screen.begun ? <Begun point={screen.point} onBack={back} /> : <Ask sending={screen.sending} onBack={back} />
}

function facts(): readonly Fact[] {
  return [
    { icon: 'windows', text: t('takePoint.running') },
    { icon: 'clock', text: t('takePoint.checked') },
  ]
}

function Ask({ sending, onBack }: { sending: boolean; onBack: () => void }) {
  const send = useSend()
  const [note, setNote] = useState('')
  useSay(
    facts()
      .map((f) => f.text)
      .join(' '),
  )
  return (
    <form
      className="plain-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!sending) send({ type: 'take-point', key: crypto.randomUUID(), note: note.trim() })
      }}
    >
      <SheetBody>
        <div className="say wide">
          <Headline>{t('takePoint.title')}</Headline>
          <Facts facts={facts()} />
          <div className="note-field">
            <Field
              label={t('takePoint.note')}
              name="note"
              type="text"
              autoComplete="off"
              autoFocus
              maxLength={200}
              onText={setNote}
            />
          </div>
        </div>
      </SheetBody>
      <div className="acts">
        <Button type="submit" look="paper" aria-disabled={sending}>
          {t(sending ? 'takePoint.sending' : 'do.takePoint')}
        </Button>
        <Button look="bare" onClick={onBack}>
          {t('do.cancel')}
        </Button>
      </div>
    </form>
  )
}

function Begun({ point, onBack }: { point: RestorePoint | null; onBack: () => void }) {
  const now = useWall(60_000)
  const stage = stageOf(point)
  const when = point === null ? '' : whenOf(point.takenAt, now)
  const lead = t(`takePoint.${stage}Lead`, { when, why: point?.problem ?? '' })
  useSay(lead)
  return (
    <>
      <SheetBody>
        <div className="say">
          <Headline>{t(`takePoint.${stage}`)}</Headline>
          <p className="lead proven">
            {(stage === 'taking' || stage === 'checking') && <Turning />}
            <span>{lead}</span>
          </p>
        </div>
      </SheetBody>
      <div className="acts">
        <Button look="paper" autoFocus onClick={onBack}>
          {t('do.back')}
        </Button>
      </div>
    </>
  )
}

function stageOf(point: RestorePoint | null): 'taking' | 'checking' | 'good' | 'failed' {
  if (point === null) return 'taking'
  if (point.proof === 'failed') return 'failed'
  if (point.proof === 'known-good') return 'good'
  return point.taking ? 'taking' : 'checking'
}
