type Many = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Counted<K> = K extends `${string}_ordinal_${Many}` ? never : K extends `${infer Key}_${Many}` ? Key : never
type Ordered<K> = K extends `${infer Key}_ordinal_${Many}` ? Key : never
type Plain<K> = K extends `${string}_${Many}` ? never : K

/**
 * The texts that T has, in a language whose counted words have the forms C and whose ordinals have the forms O. One that is missing,
 * or one too many, is an error of types.
 */
export type Translated<T, C extends Many, O extends Many> = {
  readonly [K in Plain<keyof T>]: T[K] extends string ? string : Translated<T[K], C, O>
} & { readonly [K in `${Counted<keyof T>}_${C}`]: string } & {
  readonly [K in `${Ordered<keyof T>}_ordinal_${O}`]: string
}
