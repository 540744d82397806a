import './points.css'
import { useCallback } from 'react'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PointPicture } from '../parts/PointPicture.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { Turning } from '../parts/Turning.tsx'
import { useEscape } from '../parts/use-escape.ts'
import type { Screen } from '../state/screen.ts'
import { useSend, useWall } from '../surroundings.ts'
import { limitWords } from '../words/limit.ts'
import { problemWords } from '../words/problem.ts'
import { whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** Other points that were proven, newest first. Choosing one asks for consent; it changes nothing yet. */
export function Points({ screen }: { screen: Extract<Screen, { is: 'points' }> }) {
  const send = useSend()
  const back = useCallback(() => send({ type: 'decline' }), [send])
  useEscape(back)
  const { desktop, points } = screen
  const { forecast } = desktop
  const good = points?.list?.filter((p) => p.proof === 'known-good' && !p.taking) ?? null
  const last = forecast.possible ? forecast.point.id : null
  const lead = good === null ? '' : t(good.length > 1 ? 'points.lead' : 'points.none')
  useSay(lead)
  return (
    <>
      <div className="say tight small-head">
        <Headline focus>{t('points.title')}</Headline>
        {good !== null && <p className="lead quiet">{lead}</p>}
        {good === null && points?.problem === null && (
          <p className="lead proven">
            <Turning />
            <span>{t('points.looking')}</span>
          </p>
        )}
        {good === null && points !== null && points.problem !== null && (
          <p className="lead" role="alert">
            {problemWords(points.problem).title} {t('points.again')}
          </p>
        )}
      </div>
      {good !== null && good.length > 0 && (
        <SheetBody>
          <ul className="points">
            {good.map((point) => (
              <li key={point.id}>
                <PointTile point={point} isLast={point.id === last} />
              </li>
            ))}
          </ul>
        </SheetBody>
      )}
      <div className="acts">
        <Button onClick={back}>{t('do.back')}</Button>
        <span className="push quiet small">{t('points.unchanged')}</span>
      </div>
    </>
  )
}

function PointTile({ point, isLast }: { point: RestorePoint; isLast: boolean }) {
  const send = useSend()
  const now = useWall(60_000)
  const { id, desktopId, takenAt, hasPicture, note, reason, limits } = point
  return (
    <button
      type="button"
      className="point"
      onClick={() => send({ type: 'choose-point', pointId: id, key: crypto.randomUUID() })}
    >
      {hasPicture ? (
        <PointPicture desktopId={desktopId} pointId={id} alt="" />
      ) : (
        <span className="none">
          <Icon is="well" />
        </span>
      )}
      <span className="txt">
        <span className="title">{whenOf(takenAt, now)}</span>
        <span className="quiet small">
          {t(`points.reason.${reason}`)}
          {isLast ? ` ${t('points.last')}` : ''}
        </span>
        {note !== null && <bdi className="note">{t('points.note', { note })}</bdi>}
        {limits.map((limit) => (
          <span key={limit.kind} className="small limit">
            <Icon is="heed" className="heed" />
            <span>{limitWords(limit, point, now)}</span>
          </span>
        ))}
      </span>
    </button>
  )
}
