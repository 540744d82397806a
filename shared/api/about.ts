import { z } from 'zod'

export const About = z
  .object({
    version: z.string(),
    /** How to reach the help desk, in the administrator's words. */
    helpDesk: z.string().nullable(),
    /** Whether the kiosk app has to be enrolled before anybody signs in there; absent: no. */
    enrolment: z.enum(['off', 'required']).optional(),
    /** Another way to sign in, in a browser: what it is called, and the address to go to, to which `?page=` adds where to come back to. */
    signInElsewhere: z.object({ label: z.string(), path: z.string() }).optional(),
  })
  .meta({ id: 'About' })
export type About = z.infer<typeof About>
