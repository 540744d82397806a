import { useState } from 'react'
import { useSay } from '../parts/Announcer.tsx'
import { Dial } from '../parts/Dial.tsx'
import { holdMs } from '../state/holding.ts'
import type { Hold } from '../state/kiosk.ts'
import { useKiosk, useMono } from '../surroundings.ts'
import { timeOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** Over whatever is shown, as long as Recover is held, and a moment after it was let go too soon. */
export function Holding({ hold }: { hold: Exclude<Hold, { is: 'no' }> }) {
  return hold.is === 'holding' ? <Held since={hold.since} /> : <Cancelled hold={hold} />
}

function Held({ since }: { since: number }) {
  const now = useMono(100)
  const wholeMs = useKiosk(holdMs)
  const heldMs = Math.max(0, now - since)
  // From where the ring begins to run; then it runs by itself.
  const [alreadyMs] = useState(heldMs)
  const leftMs = Math.max(0, wholeMs - heldMs)
  const seconds = timeOf(Math.ceil(leftMs / 1000) * 1000)
  useSay(t('hold.spoken', { seconds }), true)
  return (
    <div className="hold" role="region" aria-label={t('do.recover')}>
      <div
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={Math.ceil(wholeMs / 1000)}
        aria-valuenow={Math.floor(heldMs / 1000)}
        aria-label={t('hold.held')}
      >
        <Dial heldMs={alreadyMs} running />
      </div>
      <p className="headline">{t('hold.keep')}</p>
      <p className="second">{t('hold.release')}</p>
      <p className="lead quiet">{t('hold.more', { seconds })}</p>
    </div>
  )
}

function Cancelled({ hold }: { hold: Extract<Hold, { is: 'cancelled' }> }) {
  const wholeMs = useKiosk(holdMs)
  const title = hold.tap ? t('hold.tap', { time: timeOf(wholeMs) }) : t('hold.cancelled')
  useSay(`${title}. ${t('hold.unchanged')}`, true)
  return (
    <div className="hold" role="region" aria-label={t('do.recover')}>
      <Dial heldMs={hold.heldMs} running={false} />
      <p className="headline">{title}</p>
      <p className="second">{t('hold.unchanged')}</p>
    </div>
  )
}
