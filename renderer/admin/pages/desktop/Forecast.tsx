import { Button } from '@mantine/core'
import type { DeskFile, May } from '../../../../shared/api/help-desk/desk-file.ts'
import { Card } from '../../parts/Card.tsx'
import { Icon } from '../../parts/Icon.tsx'
import type { IconName } from '../../parts/icons.ts'
import { lasted, number, when } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'

interface ForecastProps {
  readonly file: DeskFile
  /** Opens the drawer on a point. */
  readonly choose: (point: string) => void
}

/** What a recovery would do now, said before anybody presses. */
export function Forecast({ file, choose }: ForecastProps) {
  const say = useWords()
  const { desktop, policy, may } = file
  const { forecast, advice, share } = desktop
  if (!forecast.possible)
    return (
      <Card title={say('forecast.not')}>
        <div className="col">
          <p>{forecast.problem.title}</p>
          {forecast.problem.detail !== undefined && <p className="dim">{forecast.problem.detail}</p>}
          {may.recover.allowed && <Button onClick={() => choose('choose')}>{say('forecast.other')}</Button>}
        </div>
      </Card>
    )
  const { point, takesMs, undoBrings, changes } = forecast
  const at = when(point.takenAt)
  const files = changes?.folders.reduce((sum, folder) => sum + folder.files, 0)
  return (
    <Card title={say('forecast.title')} foot={takesMs === null ? undefined : say('forecast.medianNote')}>
      <div className="col g3">
        <p className="forecast">
          <span>{say('forecast.back', { when: at })}</span>
          {takesMs !== null && <span>{say('forecast.about', { took: lasted(takesMs) })}</span>}
        </p>
        <ul className="col">
          {takesMs === null && <Line icon="clock" text={say('forecast.notMeasured')} />}
          <Line
            icon="ok"
            text={share === null ? say('forecast.shares') : say('forecast.share', { share: share.label })}
          />
          <Line
            icon={undoBrings === 'disk' ? 'warn' : 'ok'}
            text={say(undoBrings === 'disk' ? 'forecast.disk' : 'forecast.memory', { days: policy.undoDays })}
          />
          <Line
            icon="warn"
            text={files === undefined ? say('forecast.unknown') : say('forecast.changes', { count: number(files) })}
          />
          {advice != null && (
            <Line
              icon="warn"
              text={say(advice.next === 'earlier-point' ? 'forecast.again' : 'forecast.againHelp', {
                times: advice.times,
              })}
            />
          )}
        </ul>
        <Whether may={may.recover}>
          <Button
            variant="filled"
            color="recover"
            h={44}
            fullWidth
            leftSection={<Icon name="recover" />}
            disabled={!may.recover.allowed}
            onClick={() => choose(point.id)}
          >
            {say('forecast.recover', { when: at })}
          </Button>
          <Button fullWidth disabled={!may.recover.allowed} onClick={() => choose('choose')}>
            {say('forecast.other')}
          </Button>
        </Whether>
      </div>
    </Card>
  )
}

function Line({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <li className="row top">
      <span className={icon === 'warn' ? 'c-warn' : 'c-good'}>
        <Icon name={icon} size="s" />
      </span>
      <span className="dim">{text}</span>
    </li>
  )
}

/** What stands in the way, where something does. */
export function Whether({ may, children }: { readonly may: May; readonly children: React.ReactNode }) {
  return (
    <div className="col">
      {children}
      {!may.allowed && may.problem !== null && (
        <p className="small faint">
          {may.problem.title} {may.problem.todo}
        </p>
      )}
    </div>
  )
}
