import { z } from 'zod'

/** The page's policy forbids eval, and zod would try it with the first schema that is made: so this comes before them. */
z.config({ jitless: true })
