import { useCallback } from 'react'
import type { Help } from '../../../shared/api/help-desk/help.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { type Fact, Facts } from '../parts/Facts.tsx'
import { Headline } from '../parts/Headline.tsx'
import { useHelpDesk } from '../parts/KnowDoCall.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { useEscape } from '../parts/use-escape.ts'
import { useSend } from '../surroundings.ts'
import { timeOf } from '../words/when.ts'
import { t } from '../words/words.ts'

/** Somebody of the help desk asks to see the picture. The focus is on the answer that changes nothing. */
export function HelpAsks({ help, answering }: { help: Help; answering: boolean }) {
  const send = useSend()
  const call = useHelpDesk()
  const refuse = useCallback(() => send({ type: 'answer-help', allow: 'no' }), [send])
  useEscape(refuse)
  const name = help.by.displayName
  const wantsControl = help.wants === 'control'
  const facts: Fact[] = [
    {
      icon: 'access',
      text: help.reason === '' ? t('helpDesk.who', { name }) : t('helpDesk.whoWhy', { name, why: help.reason }),
    },
    { icon: 'eye', text: t(wantsControl ? 'helpDesk.acts' : 'helpDesk.sees') },
    {
      icon: 'clock',
      text: t('helpDesk.noAnswer', { time: timeOf(Date.parse(help.answerBy) - Date.parse(help.askedAt)) }),
    },
  ]
  useSay(facts.map((f) => f.text).join(' '), true)
  return (
    <>
      <SheetBody>
        <div className="cols">
          <div className="say wide">
            <Headline urgent>{t(wantsControl ? 'helpDesk.help' : 'helpDesk.look', { name })}</Headline>
            <Facts facts={facts} />
          </div>
          {call.number !== null && (
            <div className="call">
              <span>{t('ktc.helpDesk')}</span>
              <b className={call.number.length > 12 ? 'long' : ''}>{call.number}</b>
              <span>{t('helpDesk.sure')}</span>
            </div>
          )}
        </div>
      </SheetBody>
      <div className="acts">
        <Button look="paper" aria-disabled={answering} onClick={() => send({ type: 'answer-help', allow: 'view' })}>
          {t('helpDesk.letLook')}
        </Button>
        {wantsControl && (
          <Button aria-disabled={answering} onClick={() => send({ type: 'answer-help', allow: 'control' })}>
            {t('helpDesk.letHelp')}
          </Button>
        )}
        <Button autoFocus aria-disabled={answering} onClick={refuse}>
          {t('helpDesk.no')}
        </Button>
      </div>
    </>
  )
}
