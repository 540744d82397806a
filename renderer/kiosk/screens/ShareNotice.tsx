import { useState } from 'react'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { Button } from '../parts/Button.tsx'
import { Notice } from '../parts/Notice.tsx'
import { t } from '../words/words.ts'

/** That the person's files are away, once; and then, that they are back. */
export function ShareNotice({ desktop: { share } }: { desktop: Desktop }) {
  const is = share?.missing === true ? 'away' : 'there'
  const [seen, setSeen] = useState<{ is: 'away' | 'there'; toBeRead: boolean }>({ is: 'there', toBeRead: false })
  if (seen.is !== is) setSeen({ is, toBeRead: true })
  if (share === null || !seen.toBeRead) return null
  const words = { share: share.label }
  const [title, said] =
    is === 'away' ? [t('share.away', words), t('share.awayLead')] : [t('share.back', words), t('share.backLead')]
  return (
    <Notice key={is} title={title} said={said}>
      <Button look="paper" onClick={() => setSeen({ is, toBeRead: false })}>
        {t('share.read')}
      </Button>
    </Notice>
  )
}
