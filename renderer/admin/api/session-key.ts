/** What is known of who is signed in stands here among the answers; null: nobody is. */
export const SESSION = ['session'] as const
