import type { Translated } from '../catalogue.ts'

/** Counted: one, and all others. */
export type German<T> = Translated<T, 'one' | 'other', 'other'>
