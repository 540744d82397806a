import './enrol.css'
import type { Problem } from '../../../shared/api/problem.ts'
import { problemName } from '../../../shared/api/problem.ts'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { KnowDoCall } from '../parts/KnowDoCall.tsx'
import { Room } from '../parts/Room.tsx'
import { Turning } from '../parts/Turning.tsx'
import type { DollPosture } from '../state/posture.ts'
import { useSend } from '../surroundings.ts'
import { problemTold, problemWords } from '../words/problem.ts'
import { t } from '../words/words.ts'

const doll: DollPosture = { look: 'rest', eyes: 0, lean: 0, motion: 'still', swing: 0 }

/** The kiosk is new: its code, until an administrator has typed it. */
export function Enrol({ code }: { code: string }) {
  const send = useSend()
  const half = code.length / 2
  return (
    <Room doll={doll} dollSize={20}>
      <div className="say wide">
        <Headline focus>{t('enrol.title')}</Headline>
        <p className="lead quiet">{t('enrol.lead')}</p>
        <p className="code">
          {/* Read letter by letter, not as a word. */}
          <span className="visually-hidden">{Array.from(code).join(' ')}</span>
          <span aria-hidden="true">
            {code.slice(0, half)}
            <i>·</i>
            {code.slice(half)}
          </span>
        </p>
        <ul className="probe">
          <li>
            <Turning />
            {t('enrol.waiting')}
          </li>
        </ul>
      </div>
      <div className="acts">
        <Button onClick={() => send({ type: 'new-code' })}>{t('enrol.newCode')}</Button>
      </div>
    </Room>
  )
}

/** It was taken out of use, or could not ask to be let in. */
export function EnrolTrouble({ problem }: { problem: Problem | null }) {
  const send = useSend()
  // Another key helps where this one is refused for ever, or cannot be read.
  const anew = problem === null || problemName(problem) === 'internal'
  return (
    <Room doll={{ ...doll, lean: 14 }} dollSize={20}>
      <div className="say wide">
        <Headline focus urgent>
          {t(problem === null ? 'enrol.revoked.title' : 'enrol.refused.title')}
        </Headline>
        {problem === null ? (
          <KnowDoCall inOne know={t('enrol.revoked.know')} doing={t('enrol.revoked.doing')} />
        ) : (
          <KnowDoCall
            inOne
            know={problemTold(problem)}
            doing={t('enrol.refused.doing', { todo: problemWords(problem).todo })}
          />
        )}
      </div>
      {anew && (
        <div className="acts">
          <Button onClick={() => send({ type: 'enrol-anew' })}>{t('enrol.anew')}</Button>
        </div>
      )}
    </Room>
  )
}
