import type { Translated } from '../catalogue.ts'

/** Counted: none and one, millions, and all others. The first has an ordinal of its own. */
export type French<T> = Translated<T, 'one' | 'many' | 'other', 'one' | 'other'>
