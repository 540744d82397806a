import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { nativeImage } from 'electron'
import { type Organisation } from '../shared/organisation.ts'
import type { KioskConfig } from './config.ts'
import { type Decode, logoOf } from './logo.ts'

/** As the configuration says. A logo that is none is left out, and `wrong` says why. */
export function organisationOf({ organisation }: Pick<KioskConfig, 'organisation'>): {
  readonly shown: Organisation
  readonly wrong: readonly string[]
} {
  const { name, accent, logoFile } = organisation
  if (logoFile === null) return { shown: { name, accent, logo: null }, wrong: [] }
  try {
    const logo = logoOf(readFileSync(logoFile), basename(logoFile), decode)
    return { shown: { name, accent, logo }, wrong: [] }
  } catch (e) {
    return { shown: { name, accent, logo: null }, wrong: [`organisation.logo: ${(e as Error).message}`] }
  }
}

const decode: Decode = (bytes) => {
  const image = nativeImage.createFromBuffer(bytes)
  if (image.isEmpty()) return null
  const { width, height } = image.getSize()
  return { width, height, png: (w, h) => image.resize({ width: w, height: h, quality: 'best' }).toDataURL() }
}
