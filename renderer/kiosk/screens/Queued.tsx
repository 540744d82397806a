import type { Recovery } from '../../../shared/api/recovery.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { useSend } from '../surroundings.ts'
import { t } from '../words/words.ts'

/** The press waits for its turn: as many are done at once as the machines can carry. It can be taken back. */
export function Queued({ queue, cancelling }: { queue: NonNullable<Recovery['queue']>; cancelling: boolean }) {
  const send = useSend()
  const { place, of } = queue
  const lead = place === 1 ? t('queue.leadNext') : t('queue.lead', { of })
  useSay(lead)
  return (
    <>
      <SheetBody>
        <div className="say">
          <Headline focus>{place === 1 ? t('queue.next') : t('queue.place', { count: place, ordinal: true })}</Headline>
          <p className="lead">{t('queue.kept')}</p>
          <p className="lead quiet">{lead}</p>
        </div>
      </SheetBody>
      <div className="acts">
        <Button aria-disabled={cancelling} onClick={() => send({ type: 'cancel-run' })}>
          {t(cancelling ? 'queue.cancelling' : 'do.cancelPress')}
        </Button>
        <Button look="bare" onClick={() => send({ type: 'sign-out' })}>
          {t('do.signOut')}
        </Button>
      </div>
    </>
  )
}
