import './doll.css'
import type { CSSProperties } from 'react'
import type { DollPosture } from '../state/posture.ts'

export interface DollProps extends DollPosture {
  /** Height, in rem. */
  readonly size: number
}

const body = 'M6 70a54 54 0 0 0 108 0C114 33 91 5 60 5S6 33 6 70Z'
const face = 'M60 31c9-9 40-7 40 20 0 21-18 34-40 34S20 72 20 51c0-27 31-29 40-20Z'

/**
 * The doll rights itself, so it says how the desktop stands; the words always say it too. Its weight is low and its face
 * hangs in it: leaning, it looks a little less tilted than its body, which keeps it earnest.
 */
export function Doll({ look, eyes, lean, motion, swing, size }: DollProps) {
  const style = { '--size': `${size}rem`, '--lean': lean, '--swing': swing } as CSSProperties
  return (
    <svg
      className={`doll ${look} ${motion}`}
      viewBox="0 0 120 124"
      data-eyes={eyes}
      style={style}
      aria-hidden="true"
      focusable="false"
    >
      <g className="roll">
        <path className="body" d={body} />
        <g className="hung">
          <path className="face" d={face} />
          <circle className="eye" cx="43" cy="57.5" r="8" />
          <circle className="eye" cx="77" cy="57.5" r="8" />
          <circle className="pupil first" cx="43" cy="57.5" r="4.9" />
          <circle className="pupil second" cx="77" cy="57.5" r="4.9" />
          <path
            className="brow"
            d="M54 46.4C49 41.2 37.8 39 27.4 45.4 25.9 46.5 27 48.6 28.8 48 37.4 44.8 45.3 46.1 51.4 50.2 53.8 51.6 56.1 48.6 54 46.4Z"
          />
          <path
            className="brow"
            d="M66 46.4C71 41.2 82.2 39 92.6 45.4 94.1 46.5 93 48.6 91.2 48 82.6 44.8 74.7 46.1 68.6 50.2 66.2 51.6 63.9 48.6 66 46.4Z"
          />
          <path
            className="whisker"
            d="M28.6 63.8c2.4 7.4 8 13 15.6 15.8M36.4 66.6c2 3.8 5.2 6.6 9.4 8.2M91.4 63.8c-2.4 7.4-8 13-15.6 15.8M83.6 66.6c-2 3.8-5.2 6.6-9.4 8.2"
          />
          <path className="mouth" d="M57.4 67.2q2.6 1.9 5.2 0M53.6 75.6q6.4 1.7 12.8 0" />
        </g>
        <path
          className="trim"
          d="M60 98v17M46.5 98c-3.6 4.6-4.6 9.4-3.8 15M73.5 98c3.6 4.6 4.6 9.4 3.8 15M33.5 94c-4.6 3.8-6.6 8.4-6.7 13.2M86.5 94c4.6 3.8 6.6 8.4 6.7 13.2"
        />
      </g>
    </svg>
  )
}

/** The same doll as a glyph, its face cut out of a silhouette. */
export function DollGlyph() {
  return (
    <svg className="glyph" viewBox="0 0 120 124" aria-hidden="true" focusable="false">
      <path className="glyph-body" d={body} />
      <path className="glyph-face" d={face} />
      <path className="glyph-brow" d="M52.5 49c-4-6-13.5-8-22-1.5M67.5 49c4-6 13.5-8 22-1.5" />
      <circle className="glyph-eye" cx="43" cy="60" r="6.5" />
      <circle className="glyph-eye" cx="77" cy="60" r="6.5" />
    </svg>
  )
}
