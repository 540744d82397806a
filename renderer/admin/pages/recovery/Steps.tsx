import { useEffect, useState } from 'react'
import type { RecoveryFile } from '../../../../shared/api/help-desk/recoveries.ts'
import { Card } from '../../parts/Card.tsx'
import { outcomeOf } from '../../parts/desk-words.ts'
import { Icon } from '../../parts/Icon.tsx'
import { lasted } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'

/** How a run goes: the true share of each step in its time, and then the steps in the engine's words. */
export function Steps({ file }: { readonly file: RecoveryFile }) {
  const say = useWords()
  const { row, recovery, steps } = file
  const soFar = useSoFar(row.pressedAt, row.endedAt)
  const shares = steps.filter(({ tookMs }) => tookMs > 0)
  const last = steps.at(-1)
  const { tone, icon, word } = outcomeOf(say, row)
  const told = shares.map(({ mark, tookMs }) => `${say(`mark.${mark}`)} ${lasted(tookMs)}`).join(', ')
  return (
    <Card
      title={say('recovery.steps')}
      more={say(row.endedAt === null ? 'recovery.soFar' : 'recovery.took', { took: lasted(soFar) })}
    >
      {shares.length > 0 && (
        <div className="shares" role="img" aria-label={say('recovery.share', { steps: told })}>
          {shares.map(({ attempt, mark, tookMs }) => (
            <span
              key={`${attempt} ${mark}`}
              className={attempt === row.attempt ? 'share' : 'share other'}
              style={{ flexGrow: tookMs }}
              title={`${say(`mark.${mark}`)}: ${lasted(tookMs)}`}
            />
          ))}
        </div>
      )}
      {recovery.wayBack && <p className="alert warn flat mt2">{say('recovery.wayBack')}</p>}
      {recovery.queue != null && <p className="alert info flat mt2">{say('recovery.queue', recovery.queue)}</p>}
      <ol className="mt2">
        {steps.map(({ attempt, mark, tookMs }, index) => (
          <li key={`${attempt} ${mark}`} className="step">
            <span className="ic">
              <Icon name="ok" />
            </span>
            <span className="strong">{say(`mark.${mark}`)}</span>
            <span className="dim">
              {attempt > 1 &&
                steps[index - 1]?.attempt !== attempt &&
                `${say('recovery.attempt', { count: attempt })}. `}
              {say(`reached.${mark}`)}
            </span>
            <span className="num faint">{lasted(tookMs)}</span>
          </li>
        ))}
        <li className={`step ${tone === 'fail' ? 'fail' : tone === 'busy' ? 'busy' : ''}`} aria-live="polite">
          <span className="ic">
            <Icon name={icon} />
          </span>
          <span className="strong">{row.outcome === null ? say('recovery.now') : word}</span>
          <span className="dim">
            {row.outcome === null && last !== undefined && say('outcome.open')}
            {recovery.problem !== null && (
              <>
                {recovery.problem.title}
                {recovery.problem.detail !== undefined && <span className="code block">{recovery.problem.detail}</span>}
                {recovery.problem.todo}
              </>
            )}
          </span>
          <span className="num faint" />
        </li>
      </ol>
    </Card>
  )
}

/** Ms since the press, counting while it runs. */
function useSoFar(pressedAt: string, endedAt: string | null): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (endedAt !== null) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [endedAt])
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(pressedAt))
}
