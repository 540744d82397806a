import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'
import { Icon } from './Icon.tsx'

/** One column of a list: what it is called, and what it shows of a row. */
export interface Column<T> {
  readonly id: string
  readonly head: string
  readonly cell: (row: T) => ReactNode
  /** Numbers stand at the right edge. */
  readonly number?: boolean
  /** Narrower than so many pixels the list goes without it. */
  readonly from?: number
  /** Asked of the broker as what to sort by. */
  readonly sort?: string
}

interface RowsProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly total: number
  /** A row by its place; undefined while it is not there yet. */
  readonly rowAt: (index: number) => T | undefined
  readonly idOf: (row: T) => string
  /** Which places are in sight, so that they can be asked for. */
  readonly onRange?: (first: number, last: number) => void
  readonly onOpen: (row: T) => void
  readonly sorted?: { readonly by: string; readonly down: boolean }
  readonly onSort?: (by: string) => void
  /** Rows chosen, by id, and how the choice changes. */
  readonly chosen?: ReadonlySet<string>
  readonly onChoose?: (row: T) => void
  readonly nameOf?: (row: T) => string
}

const ROW = 36
const features = tableFeatures({ columnVisibilityFeature })

/**
 * A list of any length: only what is in sight is in the document. j and k move, x chooses, Enter opens; the rows are a
 * table for whoever listens, each with its place in the whole.
 */
export function Rows<T extends object>(props: RowsProps<T>) {
  const { label, columns, total, rowAt, idOf, onRange, onOpen, sorted, onSort, chosen, onChoose, nameOf } = props
  const say = useWords()
  const scroll = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const width = useWidth(scroll)
  // What it answers is used here alone, and is asked anew at each drawing.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 8,
  })
  const shown = rows.getVirtualItems()
  const first = shown[0]?.index ?? 0
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= first) onRange?.(first, last)
  }, [first, last, onRange])

  const helper = useMemo(() => createColumnHelper<typeof features, T>(), [])
  const defined = useMemo(
    () =>
      helper.columns(
        columns.map(({ id, head, cell }) =>
          helper.display({ id, header: head, cell: ({ row }) => cell(row.original) }),
        ),
      ),
    [helper, columns],
  )
  const columnVisibility = useMemo(
    () => Object.fromEntries(columns.map(({ id, from = 0 }) => [id, width >= from])),
    [columns, width],
  )
  const there = shown.flatMap(({ index }) => rowAt(index) ?? [])
  const table = useTable({
    features,
    columns: defined,
    data: there,
    getRowId: idOf,
    state: { columnVisibility },
  })
  const byId = new Map(table.getRowModel().rows.map((row) => [row.id, row]))
  const of = (id: string) => columns.find((column) => column.id === id)
  const visible = columns.filter(({ id }) => columnVisibility[id])

  const move = (to: number) => {
    const next = Math.max(0, Math.min(total - 1, to))
    setAt(next)
    rows.scrollToIndex(next)
  }
  const press = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target as HTMLElement
    if (target !== event.currentTarget && target.closest('button, a, input') !== null) return
    const row = rowAt(at)
    if (event.key === 'j' || event.key === 'ArrowDown') move(at + 1)
    else if (event.key === 'k' || event.key === 'ArrowUp') move(at - 1)
    else if (event.key === 'PageDown') move(at + 15)
    else if (event.key === 'PageUp') move(at - 15)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(total - 1)
    else if (event.key === 'Enter' && row !== undefined) onOpen(row)
    else if (event.key === 'x' && row !== undefined && onChoose !== undefined) onChoose(row)
    else return
    event.preventDefault()
  }
  const before = shown[0]?.start ?? 0
  const after = rows.getTotalSize() - (shown.at(-1)?.end ?? 0)

  return (
    // A list with keys of its own: it takes the focus once, and moves inside by itself.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <div ref={scroll} className="rows" tabIndex={0} role="group" aria-label={label} onKeyDown={press}>
      <table aria-rowcount={total + 1} aria-label={label}>
        <thead>
          <tr>
            {onChoose !== undefined && (
              <th className="choose">
                <span className="vh">{say('act.more')}</span>
              </th>
            )}
            {table.getHeaderGroups()[0]?.headers.map((header) => {
              const column = of(header.id)
              const by = column?.sort
              const here = by !== undefined && sorted?.by === by
              return (
                <th
                  key={header.id}
                  className={column?.number === true ? 'num' : ''}
                  aria-sort={here ? (sorted.down ? 'descending' : 'ascending') : undefined}
                >
                  {by === undefined || onSort === undefined ? (
                    <table.FlexRender header={header} />
                  ) : (
                    <button type="button" className="sort" onClick={() => onSort(by)}>
                      <table.FlexRender header={header} />
                      {here && <Icon name="down" size="s" />}
                    </button>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden="true" style={{ height: before }} />}
          {shown.map(({ index, key }) => {
            const row = rowAt(index)
            const model = row === undefined ? undefined : byId.get(idOf(row))
            if (row === undefined || model === undefined)
              return (
                <tr key={key} aria-rowindex={index + 2} aria-busy="true">
                  {onChoose !== undefined && <td />}
                  {visible.map(({ id }) => (
                    <td key={id}>
                      <span className="sk" />
                    </td>
                  ))}
                </tr>
              )
            const isChosen = chosen?.has(model.id) === true
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
              <tr
                key={key}
                aria-rowindex={index + 2}
                className={`${isChosen ? 'sel' : ''} ${index === at ? 'at' : ''}`}
                onClick={(event) => {
                  setAt(index)
                  if ((event.target as HTMLElement).closest('a, input, button, label') === null) onOpen(row)
                }}
              >
                {onChoose !== undefined && (
                  <td className="choose">
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      checked={isChosen}
                      aria-label={say('desktops.choose', { name: nameOf?.(row) ?? '' })}
                      onChange={() => onChoose(row)}
                    />
                  </td>
                )}
                {model.getVisibleCells().map((cell) => (
                  <td key={cell.id} className={of(cell.column.id)?.number === true ? 'num' : ''}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <tr aria-hidden="true" style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  )
}

function useWidth(of: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(10_000)
  useEffect(() => {
    const element = of.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [of])
  return width
}
