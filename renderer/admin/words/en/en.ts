import { act } from './act.ts'
import { desktop } from './desktop.ts'
import { kiosks } from './kiosks.ts'
import { shell } from './shell.ts'

export const en = { ...shell, ...act, ...desktop, ...kiosks } as const
