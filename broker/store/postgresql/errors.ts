import pg from 'pg'

/** What the server says went wrong, as SQLSTATE, or null if it did not answer. */
export function codeOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null
}

/** Says of a connection that could not be made what can be done about it. Never with the secret. */
export function explained(error: unknown, where: string): Error {
  const say = (what: string) => new Error(`PostgreSQL at ${where}: ${what}`, { cause: error })
  switch (codeOf(error)) {
    case '28P01':
      return say('the password is wrong; look at the file that holds it')
    case '28000':
      return say("this user may not sign in from here; look at the server's pg_hba.conf")
    case '3D000':
      return say('there is no such database; an administrator of it makes one with createdb')
    case '42501':
      return say(`the user may not do that: ${messageOf(error)}; it has to own the database`)
    case '53300':
      return say('it takes no more connections; raise its max_connections')
    case '57P03':
      return say('it is just starting or stopping; try again in a moment')
    case null:
      return say(`it does not answer (${messageOf(error)}); is it running, and are host and port right?`)
    default:
      return say(messageOf(error))
  }
}

function messageOf(error: unknown): string {
  // Where a name has several addresses, each failed in its own way.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
