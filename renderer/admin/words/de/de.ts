import type { en } from '../en/en.ts'
import type { Translated } from '../translated.ts'
import { act } from './act.ts'
import { desktop } from './desktop.ts'
import { kiosks } from './kiosks.ts'
import { shell } from './shell.ts'

export const de: Translated<typeof en> = { ...shell, ...act, ...desktop, ...kiosks }
