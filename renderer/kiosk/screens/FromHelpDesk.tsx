import type { Desktop } from '../../../shared/api/desktop.ts'
import { Button } from '../parts/Button.tsx'
import { Notice } from '../parts/Notice.tsx'
import { useSend, useWall } from '../surroundings.ts'
import { whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** What the help desk sends to the desktop: a word, the oldest first, and then an offer. */
export function FromHelpDesk({ desktop: { messages, offer, forecast } }: { desktop: Desktop }) {
  const send = useSend()
  const now = useWall(60_000)
  const [message] = messages ?? []
  if (message !== undefined)
    return (
      <Notice
        key={message.id}
        title={t('helpDesk.message')}
        said={message.text}
        by={t('helpDesk.from', { name: message.by.displayName, when: whenOf(message.sentAt, now) })}
      >
        <Button look="paper" onClick={() => send({ type: 'read-message', messageId: message.id })}>
          {t('helpDesk.read')}
        </Button>
      </Notice>
    )
  if (offer == null || !forecast.possible) return null
  return (
    <Notice key={offer.id} title={t('helpDesk.offer')} said={offer.reason}>
      <Button look="paper" onClick={() => send({ type: 'recover', key: crypto.randomUUID() })}>
        {t('helpDesk.offerLook')}
      </Button>
      <Button onClick={() => send({ type: 'decline-offer' })}>{t('do.notNow')}</Button>
    </Notice>
  )
}
