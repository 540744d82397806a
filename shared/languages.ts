import { z } from 'zod'

/** The languages that the kiosk speaks, each with a complete catalogue. */
export const languages = ['en', 'de', 'fr', 'es', 'ja'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>
