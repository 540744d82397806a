import { Button } from '@mantine/core'
import { useSignOut } from '../api/me.ts'
import { useWords } from '../words/words.ts'
import { Plain } from './Plain.tsx'

/** Somebody without a role signed in: their own desktop is elsewhere. */
export function NotForYou() {
  const say = useWords()
  const signOut = useSignOut()
  return (
    <Plain title={say('denied.title')}>
      <p>{say('signIn.notHere')}</p>
      <div className="row">
        <Button component="a" href="/" variant="filled">
          {say('signIn.toStart')}
        </Button>
        <Button onClick={() => void signOut()}>{say('me.signOut')}</Button>
      </div>
    </Plain>
  )
}
