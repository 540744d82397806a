/** A catalogue in another language: the same keys, all of them, or it does not compile. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }
