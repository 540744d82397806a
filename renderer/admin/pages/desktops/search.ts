import { z } from 'zod'
import { DeskState } from '../../../../shared/api/help-desk/desks.ts'
import { text, yes } from '../search.ts'

/** Which desktops are shown, as it stands in the address. */
export const desktopsSearch = z.object({
  q: text,
  state: DeskState.optional().catch(undefined),
  pool: text,
  host: text,
  noKnownGood: yes,
  held: yes,
  waits: yes,
  pressedToday: yes,
  sort: z
    .enum(['state', 'name', 'person', 'pool', 'host', 'known-good', 'last', 'recoveries'])
    .optional()
    .catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
})
export type DesktopsSearch = z.infer<typeof desktopsSearch>
