import { z } from 'zod'
import { KioskId } from '../kiosk.ts'
import { DeskRow } from './desks.ts'

export const Search = z.strictObject({ q: z.string().trim().min(1).max(100) })

/** What was found, of each kind the best first, ten at most. */
export const Found = z
  .object({
    people: z.array(z.object({ name: z.string(), displayName: z.string(), desktops: z.array(DeskRow).max(5) })),
    desktops: z.array(DeskRow),
    kiosks: z.array(
      z.object({ id: KioskId, name: z.string(), place: z.string().nullable(), signedIn: z.array(z.string()) }),
    ),
    hosts: z.array(z.object({ name: z.string(), desktops: z.int().nonnegative() })),
  })
  .meta({ id: 'Found' })
export type Found = z.infer<typeof Found>
