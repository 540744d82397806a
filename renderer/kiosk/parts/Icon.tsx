import './icon.css'

const shapes = {
  well: 'M2.5 12a9.5 9.5 0 1 0 19 0 9.5 9.5 0 1 0-19 0m5 .5 3 3 6-6.5',
  tick: 'm5 12.5 4.5 4.5L19 7.5',
  heed: 'M12 3 22 20.5H2ZM12 10v5m0 2.6v.1',
  share:
    'M5 6h14a2.5 2.5 0 0 1 2.5 2.5v7A2.5 2.5 0 0 1 19 18H5a2.5 2.5 0 0 1-2.5-2.5v-7A2.5 2.5 0 0 1 5 6Zm1.5 8.5h4M17 14.5h.1',
  language: 'M2.5 12a9.5 9.5 0 1 0 19 0 9.5 9.5 0 1 0-19 0m0 0h19M12 2.5c6 6 6 13 0 19c-6-6-6-13 0-19Z',
  windows: 'M3 4h12v9H3zM3 7.5h12M18 9.5h3V20H9v-3.5',
  kept: 'M3 8.5h18v11H3zM3 8.5l2.5-4h13l2.5 4M9.5 12.5h5',
  clock: 'M2.5 12a9.5 9.5 0 1 0 19 0 9.5 9.5 0 1 0-19 0M12 6.5V12l3.5 2.5',
  undo: 'M4 9h10a6 6 0 0 1 0 12H8M4 9l5-5M4 9l5 5',
  off: 'M12 3v8M6.8 6.5a8 8 0 1 0 10.4 0',
  network: 'M4 19v-4m5.3 4v-8m5.4 8V8M20 19V4',
  button: 'M3 18.5h18M6 18.5v-3h12v3M8 15.5c0-6 8-6 8 0',
  access: 'M10 4.6a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4.5 8.5 12 10l7.5-1.5M12 10v5m0 0-3.5 6.5M12 15l3.5 6.5',
  eye: 'M2 12c5-8 15-8 20 0-5 8-15 8-20 0ZM9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0',
  back: 'M20 12H5m0 0 6-6m-6 6 6 6',
  erase: 'M8 5h13v14H8l-6-7Zm4.5 4.5 5 5m0-5-5 5',
  disk: 'M12 3v5m0 0 3-3m-3 3L9 5M4 13h16v7H4zM16.5 16.5h.1',
} as const
export type IconName = keyof typeof shapes

/** They point somewhere, and so the other way where people read from the right. */
const turning: readonly IconName[] = ['back', 'undo', 'erase']

export function Icon({ is, className = '' }: { is: IconName; className?: string }) {
  return (
    <svg
      className={`icon ${turning.includes(is) ? 'turning-way' : ''} ${className}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={shapes[is]} />
    </svg>
  )
}
