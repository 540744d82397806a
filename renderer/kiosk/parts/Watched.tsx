import './watched.css'
import type { Help } from '../../../shared/api/help-desk/help.ts'
import { useKiosk, useSend } from '../surroundings.ts'
import { t } from '../words/words.ts'
import { useSay } from './Announcer.tsx'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'

/** As long as somebody of the help desk sees the picture, that is in sight, and so is its end. */
export function Watched({ help }: { help: Help }) {
  const send = useSend()
  const ending = useKiosk((k) => k.helping?.help.id === help.id)
  const words = t(help.allowed === 'control' ? 'helpDesk.helped' : 'helpDesk.watched', { name: help.by.displayName })
  useSay(words, true)
  return (
    <aside className="watched" aria-label={t('ktc.helpDesk')}>
      <Icon is="eye" />
      <span>{words}</span>
      <Button size="small" aria-disabled={ending} onClick={() => send({ type: 'end-help' })}>
        {t(ending ? 'helpDesk.stopping' : 'helpDesk.stop')}
      </Button>
    </aside>
  )
}
