import { useState } from 'react'
import type { Problem } from '../../../../shared/api/problem.ts'
import type { Recovery } from '../../../../shared/api/recovery.ts'
import { Button } from '../../parts/Button.tsx'
import { Headline } from '../../parts/Headline.tsx'
import { useHelpDesk } from '../../parts/KnowDoCall.tsx'
import { SheetBody } from '../../parts/Sheet.tsx'
import { Turning } from '../../parts/Turning.tsx'
import { useMono, useSend, useSurroundings, useWall } from '../../surroundings.ts'
import { problemTold, problemWords } from '../../words/problem.ts'
import { whenOf } from '../../words/when.ts'
import { t } from '../../words/words.ts'
import { Trouble } from '../Trouble.tsx'

const LATE_MS = 60_000

/** What was kept is being looked through. */
export function Looking() {
  const { clock } = useSurroundings()
  const help = useHelpDesk()
  const [since] = useState(() => clock.mono())
  const late = useMono(1000) - since > LATE_MS
  return (
    <>
      <SheetBody>
        <div className="say">
          <Headline focus>{t('files.lookingTitle')}</Headline>
          <p className="lead proven">
            <Turning />
            <span>{late ? `${t('files.lookingLate')} ${help.sentence}` : t('files.lookingLead')}</span>
          </p>
        </div>
      </SheetBody>
      <Close />
    </>
  )
}

/** All that is to be had is on the desktop already. */
export function NothingKept({ run }: { run: Recovery }) {
  const now = useWall(60_000)
  const from = run.point?.takenAt ?? run.pressedAt
  return (
    <>
      <SheetBody>
        <div className="say">
          <Headline>{t('files.nothing')}</Headline>
          <p className="lead quiet">
            {t('files.nothingLead', { from: whenOf(from, now), to: whenOf(run.pressedAt, now) })}
          </p>
        </div>
      </SheetBody>
      <Close />
    </>
  )
}

/** It cannot be listed, or the copy was not begun. */
export function NotToBeHad({ problem, refused }: { problem: Problem; refused: boolean }) {
  const send = useSend()
  return (
    <Trouble
      title={t(refused ? 'files.refused' : 'files.cannot')}
      know={problemTold(problem)}
      doing={t('files.cannotDoing', { todo: problemWords(problem).todo })}
    >
      <Button look="paper" autoFocus onClick={() => send({ type: 'close-files' })}>
        {t('do.back')}
      </Button>
      {refused ? (
        <Button onClick={() => send({ type: 'choose-more' })}>{t('files.chooseMore')}</Button>
      ) : (
        <Button onClick={() => send({ type: 'open-files' })}>{t('do.tryNow')}</Button>
      )}
    </Trouble>
  )
}

function Close() {
  const send = useSend()
  return (
    <div className="acts">
      <Button autoFocus onClick={() => send({ type: 'close-files' })}>
        {t('do.back')}
      </Button>
    </div>
  )
}
