import { z } from 'zod'

export const Accent = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour as #1a6b5c')

/** Whose desktops these are, as kiosks show it. What is null is not said. */
export const Organisation = z.object({
  name: z.string().nullable(),
  accent: Accent.nullable(),
  /** A picture that was looked at, as a data: address. */
  logo: z.string().startsWith('data:image/').nullable(),
})
export type Organisation = z.infer<typeof Organisation>

export const nobodys: Organisation = { name: null, accent: null, logo: null }
