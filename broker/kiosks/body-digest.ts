import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { ProblemError } from '../../shared/api/problem.ts'

/** Passes a request's body on, and fails at its end if it is not the one that was signed. */
export function checkedBody(signed: string): Transform {
  const hash = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      done(hash.digest('base64url') === signed ? null : new ProblemError('bad-signature', 'Its body is another.'))
    },
  })
}

export const DIGEST_OF_NOTHING = createHash('sha256').digest('base64url')
