import type { Translated } from '../catalogue.ts'

/** Counted: one, millions, and all others. */
export type Spanish<T> = Translated<T, 'one' | 'many' | 'other', 'other'>
