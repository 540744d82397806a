import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useAdmin } from '../api/admin.ts'
import { useLink } from '../api/live.ts'
import { Icon } from '../parts/Icon.tsx'
import { clockToSecond } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Header } from './Header.tsx'
import { Nav } from './Nav.tsx'

/** What is around every page. */
export function Shell() {
  const say = useWords()
  const { live } = useAdmin()
  const queries = useQueryClient()
  const link = useLink(live)
  useEffect(() => live.follow(queries), [live, queries])
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {say('nav.skip')}
      </a>
      <Nav />
      <Header />
      <main id="content" tabIndex={-1} className={link.is === 'down' ? 'stale' : ''}>
        {link.is === 'down' && (
          <div className="alert warn lost" role="alert">
            <Icon name="link" />
            <div className="grow">
              <p className="strong">{say('lost.title', { clock: clockToSecond(link.since) })}</p>
              <p>{say('lost.text')}</p>
            </div>
            <Button onClick={() => live.tryNow()}>{say('lost.again')}</Button>
          </div>
        )}
        <Outlet />
      </main>
    </div>
  )
}
