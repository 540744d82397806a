import './know-do-call.css'
import { useKiosk } from '../surroundings.ts'
import { t } from '../words/words.ts'

/** What we know, what we are doing, who to call: every error has all three. */
export function KnowDoCall({ know, doing, inOne = false }: { know: string; doing: string; inOne?: boolean }) {
  const call = useHelpDesk()
  const list = (
    <dl className="ktc">
      <dt>{t('ktc.know')}</dt>
      <dd>{know}</dd>
      <dt>{t('ktc.doing')}</dt>
      <dd>{doing}</dd>
      {(inOne || call.number === null) && (
        <>
          <dt>{t('ktc.call')}</dt>
          <dd>{call.sentence}</dd>
        </>
      )}
    </dl>
  )
  if (inOne || call.number === null) return list
  return (
    <div className="cols">
      {list}
      <div className="call">
        <span>{t('ktc.helpDesk')}</span>
        <b className={call.number.length > 12 ? 'long' : ''}>{call.number}</b>
        {call.kiosk !== null && (
          <span>
            {t('ktc.sayKiosk')} <b>{t('ktc.kiosk', { name: call.kiosk })}</b>
          </span>
        )}
      </div>
    </div>
  )
}

export function useHelpDesk(): { number: string | null; kiosk: string | null; sentence: string } {
  const number = useKiosk((k) => k.facts?.helpDesk ?? null)
  const kiosk = useKiosk((k) => k.facts?.kioskName ?? null)
  const sentence =
    number === null
      ? kiosk === null
        ? t('ktc.callNobody')
        : t('ktc.callNoNumber', { name: kiosk })
      : kiosk === null
        ? t('ktc.callItNoName', { number })
        : t('ktc.callIt', { number, name: kiosk })
  return { number, kiosk, sentence }
}
