import { Button } from '../parts/Button.tsx'
import { Headline } from '../parts/Headline.tsx'
import { KnowDoCall } from '../parts/KnowDoCall.tsx'
import { Room } from '../parts/Room.tsx'
import { useKiosk, useSend } from '../surroundings.ts'
import { t } from '../words/words.ts'

export function NoDesktop() {
  const send = useSend()
  const name = useKiosk((k) => k.session?.person.displayName ?? '')
  return (
    <Room doll={{ look: 'rest', eyes: 0, lean: 0, motion: 'still', swing: 0 }} dollSize={20}>
      <div className="say wide">
        <Headline>{t('none.title')}</Headline>
        <KnowDoCall inOne know={t('none.know', { name })} doing={t('none.doing')} />
      </div>
      <div className="acts">
        <Button look="paper" autoFocus onClick={() => send({ type: 'sign-out' })}>
          {t('do.signOut')}
        </Button>
        <Button onClick={() => send({ type: 'ask-again' })}>{t('do.askAgain')}</Button>
      </div>
    </Room>
  )
}
