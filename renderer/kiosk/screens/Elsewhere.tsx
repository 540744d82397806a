import type { Problem } from '../../../shared/api/problem.ts'
import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { KnowDoCall } from '../parts/KnowDoCall.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { useSend, useWall } from '../surroundings.ts'
import { whenOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** The picture is open at another kiosk or browser. It comes here only when somebody says so. */
export function Elsewhere({ problem, asking }: { problem: Problem; asking: boolean }) {
  const send = useSend()
  const now = useWall(60_000)
  return (
    <>
      <SheetBody>
        <Headline urgent>{t('elsewhere.title')}</Headline>
        <KnowDoCall
          know={`${where(problem, now)} ${t('elsewhere.notYou')}`}
          doing={t(asking ? 'elsewhere.bringing' : 'elsewhere.doing')}
        />
      </SheetBody>
      <div className="acts">
        <Button look="paper" autoFocus aria-disabled={asking} onClick={() => send({ type: 'bring-here' })}>
          {t('elsewhere.bring')}
        </Button>
        <Button onClick={() => send({ type: 'sign-out' })}>{t('elsewhere.signOut')}</Button>
      </div>
    </>
  )
}

function where({ elsewhere, title }: Problem, now: Date): string {
  if (elsewhere === undefined) return title
  const when = whenOf(elsewhere.since, now)
  const { kiosk: name, place } = elsewhere
  if (name === null) return t('elsewhere.browser', { when })
  return place === null ? t('elsewhere.kiosk', { name, when }) : t('elsewhere.kioskAt', { name, place, when })
}
