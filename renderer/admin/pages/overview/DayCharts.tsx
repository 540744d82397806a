import 'uplot/dist/uPlot.min.css'
import { useMemo } from 'react'
import type { Overview } from '../../../../shared/api/help-desk/overview.ts'
import { Card } from '../../parts/Card.tsx'
import { day, lasted, number, size } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'
import { Chart, type Line } from './Chart.tsx'

type Days = Overview['days']

const middays = (days: Days) => days.map((one) => Date.parse(`${one.day}T12:00:00Z`) / 1000)

/** Days side by side. What a chart shows stands beneath it as a table, for whoever can't see it or wants the numbers. */
export function DayCharts({ days }: { readonly days: Days }) {
  const say = useWords()
  const at = useMemo(() => middays(days), [days])
  const outcomes = useMemo(
    (): Line[] => [
      { name: say('overview.recovered'), colour: '--chart-1', values: days.map((one) => one.recovered) },
      { name: say('overview.undone'), colour: '--warn-mark', values: days.map((one) => one.undone) },
      { name: say('overview.failed'), colour: '--fail-mark', values: days.map((one) => one.failed) },
    ],
    [days, say],
  )
  const times = useMemo(
    (): Line[] => [
      { name: say('overview.median'), colour: '--chart-1', values: days.map((one) => one.medianMs) },
      { name: 'p95', colour: '--chart-2', dashed: true, values: days.map((one) => one.p95Ms) },
    ],
    [days, say],
  )
  return (
    <>
      <Card title={say('overview.perDay')} more={<Keys lines={outcomes} />}>
        <Chart kind="bars" at={at} lines={outcomes} name={say('overview.perDay')} show={number} />
        <Numbers at={at} lines={outcomes} show={number} />
      </Card>
      <Card title={say('overview.time')} more={<Keys lines={times} />}>
        <Chart kind="lines" at={at} lines={times} name={say('overview.time')} show={lasted} />
        <Numbers at={at} lines={times} show={lasted} />
      </Card>
    </>
  )
}

interface StorageChartProps {
  readonly days: Days
  readonly bytes: number
  readonly keptBytes: number
}

export function StorageChart({ days, bytes, keptBytes }: StorageChartProps) {
  const say = useWords()
  const at = useMemo(() => middays(days), [days])
  const lines = useMemo(
    (): Line[] => [
      { name: say('overview.points'), colour: '--chart-1', area: true, values: days.map((one) => one.pointBytes) },
    ],
    [days, say],
  )
  return (
    <Card title={say('overview.storage')} more={size(bytes)} foot={say('overview.kept', { size: size(keptBytes) })}>
      <Chart kind="lines" at={at} lines={lines} name={say('overview.storage')} show={size} />
      <Numbers at={at} lines={lines} show={size} />
    </Card>
  )
}

function Keys({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <span className="row g3">
      {lines.map(({ name, colour, dashed }) => (
        <span
          key={name}
          className={`key ${dashed === true ? 'line' : ''}`}
          style={{ '--kc': `var(${colour})`, '--ks': 'dashed' } as React.CSSProperties}
        >
          {name}
        </span>
      ))}
    </span>
  )
}

interface NumbersProps {
  readonly at: readonly number[]
  readonly lines: readonly Line[]
  readonly show: (value: number) => string
}

function Numbers({ at, lines, show }: NumbersProps) {
  const say = useWords()
  return (
    <details className="numbers">
      <summary>{say('overview.table')}</summary>
      <table className="tight">
        <thead>
          <tr>
            <th>{say('overview.day')}</th>
            {lines.map(({ name }) => (
              <th key={name} className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {at.map((seconds, index) => (
            <tr key={seconds}>
              <td>{day(seconds * 1000)}</td>
              {lines.map(({ name, values }) => {
                const value = values[index]
                return (
                  <td key={name} className="num">
                    {value == null ? say('none') : show(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
