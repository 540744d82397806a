import type { Translated } from '../catalogue.ts'

/** Counted words have one form. */
export type Japanese<T> = Translated<T, 'other', 'other'>
