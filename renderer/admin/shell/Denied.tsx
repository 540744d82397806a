import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Right, rights } from '../../../shared/api/rights.ts'
import { useMay, useMe } from '../api/me.ts'
import { Empty } from '../parts/Empty.tsx'
import { Facts } from '../parts/Facts.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { useWords, type Word } from '../words/words.ts'

interface NeedsProps {
  readonly right: Right
  readonly title: Word
  readonly children: ReactNode
}

/** Its children for whoever may; for others, what is needed. */
export function Needs({ right, title, children }: NeedsProps) {
  const say = useWords()
  const may = useMay()
  const { displayName, role } = useMe()
  if (may(right)) return children
  return (
    <>
      <PageHead title={say(title)} />
      <section className="card">
        <Empty icon="lock" title={say('denied.title')}>
          <p>{say('denied.text', { name: displayName, role: say(`role.${role}`) })}</p>
          <div className="card denied">
            <Facts
              of={[
                [say('denied.needed'), <code key="right">{right}</code>],
                [
                  say('denied.means'),
                  <span key="means" lang="en">
                    {rights[right]}
                  </span>,
                ],
              ]}
            />
          </div>
          <p>{say('denied.who')}</p>
          {may('desktops.see') && (
            <Button component={Link} to="/desktops" variant="filled" mt="md">
              {say('denied.back')}
            </Button>
          )}
        </Empty>
      </section>
    </>
  )
}
