import './desktop-tile.css'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { t } from '../words/words.ts'
import { Icon, type IconName } from './Icon.tsx'
import { PointPicture } from './PointPicture.tsx'

export interface DesktopTileProps {
  readonly desktop: Desktop
  readonly sentence: string
  readonly autoFocus: boolean
  readonly onChoose: () => void
}

const icons: Record<Desktop['state'], readonly [IconName, 'well' | 'heed' | 'quiet']> = {
  running: ['well', 'well'],
  off: ['off', 'quiet'],
  starting: ['clock', 'quiet'],
  preparing: ['clock', 'quiet'],
  recovering: ['clock', 'quiet'],
  'needs-help': ['heed', 'heed'],
}

/** Longer names are set smaller; what is longer than three lines ends there. */
const LONG = 22

/** A desktop to choose. Also one that the help desk has can be chosen: it says more about itself then. */
export function DesktopTile({ desktop, sentence, autoFocus, onChoose }: DesktopTileProps) {
  const [icon, tone] = icons[desktop.state]
  const { forecast } = desktop
  const held = desktop.state === 'needs-help'
  return (
    <button type="button" className={held ? 'desk held' : 'desk'} autoFocus={autoFocus} onClick={onChoose}>
      {forecast.possible && forecast.point.hasPicture && desktop.state !== 'off' ? (
        <PointPicture desktopId={desktop.id} pointId={forecast.point.id} alt="" />
      ) : (
        <span className="none">
          <Icon is={icon} />
        </span>
      )}
      <span className="txt">
        <span className={desktop.name.length > LONG ? 'title long' : 'title'}>{desktop.name}</span>
        <span className={`state ${tone}`}>
          <Icon is={icon} />
          <span className="words">{t(`choose.state.${desktop.state}`)}</span>
        </span>
        <span className="quiet small">{sentence}</span>
      </span>
    </button>
  )
}
