import type { OpenPicture } from '../../../renderer/kiosk/console/picture.ts'
import after from './pictures/after.svg'
import broken from './pictures/broken.svg'
import now from './pictures/now.svg'

export const drawings = { now, broken, after } as const
export type Drawing = keyof typeof drawings

/** Each is painted once, for however many states show it. */
const painted = new Map<Drawing, Promise<HTMLCanvasElement>>()
const encoded = new Map<Drawing, Promise<Uint8Array<ArrayBuffer>>>()

function drawn(drawing: Drawing): Promise<HTMLCanvasElement> {
  const canvas = painted.get(drawing) ?? paint(drawing)
  painted.set(drawing, canvas)
  return canvas
}

async function paint(drawing: Drawing): Promise<HTMLCanvasElement> {
  const image = new Image(1920, 1080)
  image.src = drawings[drawing]
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = 1920
  canvas.height = 1080
  canvas.getContext('2d')?.drawImage(image, 0, 0, 1920, 1080)
  return canvas
}

/** A drawing as the picture that comes with a check. */
export function pngOf(drawing: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const png = encoded.get(drawing) ?? encode(drawing)
  encoded.set(drawing, png)
  return png
}

async function encode(drawing: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = await drawn(drawing)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  return new Uint8Array((await blob?.arrayBuffer()) ?? [])
}

/** Drawings in place of a machine: `next` says which is opened. */
export function paintedPictures(next: () => Drawing | null): OpenPicture {
  return (stage) => {
    const canvas = document.createElement('canvas')
    canvas.className = 'painted'
    canvas.tabIndex = -1
    stage.append(canvas)
    const drawing = next()
    if (drawing !== null)
      void drawn(drawing).then((from) => {
        canvas.width = from.width
        canvas.height = from.height
        canvas.getContext('2d')?.drawImage(from, 0, 0)
      })
    return {
      canvas,
      setInput: () => undefined,
      focus: () => canvas.focus(),
      releaseKeys: () => undefined,
      updates: () => 0,
      sendCtrlAltDel: () => undefined,
      close: () => undefined,
    }
  }
}
