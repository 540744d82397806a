import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Overview } from '../../../../shared/api/help-desk/overview.ts'
import { useMay } from '../../api/me.ts'
import { Doll } from '../../parts/Doll.tsx'
import { PageHead } from '../../parts/PageHead.tsx'
import { useWords } from '../../words/words.ts'

/** Before there is any desktop: what to do first. */
export function Welcome({ overview }: { readonly overview: Overview }) {
  const say = useWords()
  const may = useMay()
  return (
    <>
      <PageHead title={say('overview.welcome')} beside={<span className="sub">{say('overview.welcomeText')}</span>} />
      <div className="two-columns">
        <ol className="card first-steps">
          <li>
            <b>{say('overview.step1')}</b>
            <p className="dim">{say('desktops.firstText')}</p>
          </li>
          <li>
            <b>{say('overview.step2')}</b>
            <p className="dim">{say('overview.step2Text')}</p>
          </li>
          <li>
            <b>{say('overview.step3')}</b>
            <p className="dim">{say('overview.step3Text')}</p>
            {may('kiosks.manage') && (
              <Button component={Link} to="/kiosks" search={{ enrol: 'yes' } as never} mt="sm">
                {say('kiosks.enrol')}
              </Button>
            )}
          </li>
        </ol>
        <section className="card">
          <div className="empty">
            <Doll eyes={1} className="doll-large" />
            <p className="num dim">
              {say('desktops.count', { count: overview.desktops.all })},{' '}
              {say('kiosks.count', { count: overview.kiosks?.enrolled ?? 0 })}
            </p>
          </div>
        </section>
      </div>
    </>
  )
}
