import { useEffect, useState } from 'react'
import { useSurroundings } from '../surroundings.ts'

/** The picture that was taken while a point was checked. Nothing is drawn until it is there, or if it cannot be had. */
export function PointPicture({
  desktopId,
  pointId,
  alt,
  className,
}: {
  desktopId: string
  pointId: string
  alt: string
  className?: string
}) {
  const url = usePointPicture(desktopId, pointId)
  return url === null ? (
    <span className={`none ${className ?? ''}`} />
  ) : (
    <img src={url} alt={alt} className={className} />
  )
}

/** An address for it, which is taken back with the component: nothing of a desktop outlives its screen. */
function usePointPicture(desktopId: string, pointId: string): string | null {
  const { bridge } = useSurroundings()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const here = { still: true, url: '' }
    bridge
      .call('picture', { desktopId, pointId })
      .then((answer) => {
        if (!answer.ok || !here.still) return
        here.url = URL.createObjectURL(new Blob([answer.value], { type: 'image/png' }))
        setUrl(here.url)
      })
      .catch(() => undefined)
    return () => {
      here.still = false
      URL.revokeObjectURL(here.url)
      setUrl(null)
    }
  }, [bridge, desktopId, pointId])
  return url
}
