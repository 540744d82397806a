import './shot.css'
import { PointPicture } from './PointPicture.tsx'

/** A picture of the desktop at a time, and what it is of. */
export function Shot({
  desktopId,
  pointId,
  alt,
  caption,
}: {
  desktopId: string
  pointId: string
  alt: string
  caption: string
}) {
  return (
    <figure className="shot">
      <PointPicture desktopId={desktopId} pointId={pointId} alt={alt} />
      <figcaption>{caption}</figcaption>
    </figure>
  )
}
