import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { DeskFile } from '../../../../shared/api/help-desk/desk-file.ts'
import { HELP_DESK_PICTURE_PATH } from '../../../../shared/api/help-desk/paths.ts'
import { pathOf } from '../../../../shared/api/path-of.ts'
import { Facts } from '../../parts/Facts.tsx'
import { Picture } from '../../parts/Picture.tsx'
import { When } from '../../parts/When.tsx'
import { size } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'

const PICTURE_MS = 5_000

/** Who is on it, where it runs, and its picture, as far as the policy shows one. */
export function DeskFacts({ file }: { readonly file: DeskFile }) {
  const say = useWords()
  const { row, desktop, sessions, policy, storage, pointBytes, keptBytes } = file
  const at = useTick(PICTURE_MS)
  const shown = policy.thumbnails !== 'off' && row.state !== 'off'
  const [session] = sessions
  return (
    <section className="card" aria-label={row.name}>
      <div className="body desk-facts">
        {shown && (
          <Picture
            size="l"
            from={`${pathOf(HELP_DESK_PICTURE_PATH, { desktopId: row.id })}?at=${at}`}
            label={say('desk.picture', { name: row.name })}
            none={say('desk.noPicture')}
          />
        )}
        <Facts
          of={[
            [
              say('desk.person'),
              <Link key="person" to="/desktops" search={{ q: row.owner.name }}>
                {row.owner.displayName}
              </Link>,
            ],
            [say('desk.kiosk'), session === undefined ? say('none') : placeOf(session, say('desk.browser'))],
            [
              say('desk.since'),
              session === undefined ? null : (
                <>
                  <When at={session.since} />
                  {!session.open && <span className="faint">, {say('desk.notOpen')}</span>}
                </>
              ),
            ],
            [say('desk.pool'), row.pool ?? say('none')],
            [say('desk.share'), desktop.share?.label ?? say('none')],
          ]}
        />
        <Facts
          of={[
            [
              say('desk.host'),
              <Link key="host" to="/desktops" search={{ host: row.host }}>
                {row.host}
              </Link>,
            ],
            [say('desk.storage'), storage],
            [say('desk.points'), size(pointBytes)],
            [say('desk.kept'), size(keptBytes)],
            [say('desk.guest'), desktop.note ?? say(`state.${row.state}`)],
          ]}
        />
      </div>
    </section>
  )
}

function placeOf({ kiosk, place }: DeskFile['sessions'][number], browser: string): string {
  return [kiosk ?? browser, place].filter((part) => part !== null).join(', ')
}

/** Rises every so many ms while the page is in sight. */
function useTick(ms: number): number {
  const [tick, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setTick((was) => was + 1)
    }, ms)
    return () => clearInterval(timer)
  }, [ms])
  return tick
}
