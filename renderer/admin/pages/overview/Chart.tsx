import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import { locale } from '../../words/words.ts'

export interface Line {
  readonly name: string
  /** A token's name. */
  readonly colour: string
  readonly values: readonly (number | null)[]
  readonly dashed?: boolean
  readonly area?: boolean
}

interface ChartProps {
  readonly kind: 'bars' | 'lines'
  /** Seconds since 1970. */
  readonly at: readonly number[]
  /** Bars are stacked, the first at the bottom. */
  readonly lines: readonly Line[]
  readonly name: string
  readonly show: (value: number) => string
}

const HEIGHT = 190

export function Chart({ kind, at, lines, name, show }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const style = getComputedStyle(element)
    const token = (of: string) => style.getPropertyValue(of).trim()
    const drawn = kind === 'bars' ? stacked(lines) : lines
    const days = new Intl.DateTimeFormat(locale(), {
      day: 'numeric',
      month: at.length > 20 ? 'short' : undefined,
      timeZone: 'UTC',
    })
    const axis = { stroke: token('--text-3'), font: '11px Inter, system-ui, sans-serif', ticks: { show: false } }
    const plot = new UPlot(
      {
        width: Math.max(200, element.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        // A day is a place of its own, however many there are.
        scales: {
          x: { time: false, range: (_, from, to) => [from - 43_200, to + 43_200] },
          y: { range: (_, _from, to) => [0, Math.max(1, to * 1.08)] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            values: (_, splits) => splits.map((s) => days.format(s * 1000)),
            size: 26,
            splits: () => everySome(at),
          },
          {
            ...axis,
            size: 56,
            grid: { stroke: token('--chart-grid'), width: 1 },
            values: (_, splits) => splits.map((value) => show(value)),
          },
        ],
        series: [
          {},
          ...drawn.map(
            ({ colour, dashed, area }): UPlot.Series => ({
              stroke: token(colour),
              width: kind === 'bars' ? 0 : 2,
              ...(dashed === true ? { dash: [5, 4] } : {}),
              ...(kind === 'bars' ? { fill: token(colour), ...(bars === undefined ? {} : { paths: bars }) } : {}),
              ...(area === true ? { fill: `${token(colour)}22` } : {}),
              points: { show: kind === 'lines' && at.length < 3 },
              spanGaps: true,
            }),
          ),
        ],
      },
      [[...at], ...drawn.map(({ values }) => [...values])] as UPlot.AlignedData,
      element,
    )
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(200, element.clientWidth), height: HEIGHT }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [kind, at, lines, show, scheme])
  return <div ref={place} className="chart" role="img" aria-label={name} />
}

const bars = UPlot.paths.bars?.({ size: [0.7, 24] })

/** Each upon those before it; the highest is drawn first, so that the others stand in front. */
function stacked(lines: readonly Line[]): Line[] {
  const sums: Line[] = []
  let below: readonly (number | null)[] = []
  for (const line of lines) {
    const values = line.values.map((value, index) => (value ?? 0) + (below[index] ?? 0))
    sums.unshift({ ...line, values })
    below = values
  }
  return sums
}

/** At most some twelve days are named. */
function everySome(at: readonly number[]): number[] {
  const step = Math.max(1, Math.ceil(at.length / 12))
  return at.filter((_, index) => (at.length - 1 - index) % step === 0)
}
