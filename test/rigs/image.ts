import { buildDesktopImage, desktopImageFolder, hasDesktopImage } from '../../setup/desktop-image.mjs'

/** The demo desktop's image, built if it is not there yet: the folder that holds it. */
export async function demoImage(): Promise<string> {
  if (!hasDesktopImage()) await buildDesktopImage((stage) => console.log(`desktop image: ${stage}`))
  return desktopImageFolder()
}
