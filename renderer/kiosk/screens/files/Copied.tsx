import type { Rescue } from '../../../../shared/api/rescue.ts'
import { useSay } from '../../parts/Announcer.tsx'
import { Button } from '../../parts/Button.tsx'
import { type Fact, Facts } from '../../parts/Facts.tsx'
import { Headline } from '../../parts/Headline.tsx'
import { SheetBody } from '../../parts/Sheet.tsx'
import { useSend } from '../../surroundings.ts'
import { problemTold } from '../../words/problem.ts'
import { sizeOf } from '../../words/size.ts'
import { t } from '../../words/words.ts'
import { Trouble } from '../Trouble.tsx'

/** How a copy ended: where it is, and what is not there, with the reason. */
export function Copied({ share, rescue }: { share: string; rescue: Rescue }) {
  const send = useSend()
  const { outcome, copied, folder, skipped, skippedFiles, renamed, problem } = rescue
  const title = t(outcome === 'copied' ? 'files.copied' : 'files.partly', { share })
  const facts: Fact[] = [
    { icon: 'well', text: t('files.copiedFiles', { count: copied.files, bytes: sizeOf(copied.bytes) }) },
    ...(renamed > 0 ? [{ icon: 'kept', text: t('files.renamed', { count: renamed }) } as const] : []),
    ...(skippedFiles > 0 ? [{ icon: 'heed', text: t('files.skipped', { count: skippedFiles }) } as const] : []),
  ]
  useSay(facts.map((f) => f.text).join(' '), outcome !== 'copied')
  const acts = (
    <>
      <Button look="paper" autoFocus onClick={() => send({ type: 'close-files' })}>
        {t('do.done')}
      </Button>
      <Button onClick={() => send({ type: 'choose-more' })}>{t('files.chooseMore')}</Button>
    </>
  )
  if (outcome === 'failed')
    return (
      <Trouble
        title={t('files.failed')}
        know={problem === null ? t('files.failedKnow') : problemTold(problem)}
        doing={t('files.failedDoing')}
      >
        {acts}
      </Trouble>
    )
  return (
    <>
      <SheetBody>
        <div className="say tight">
          <Headline>{title}</Headline>
          {folder !== null && (
            <p className="lead quiet">
              {t('files.where')} <b className="shares">{folder}</b>
            </p>
          )}
        </div>
        <Facts facts={facts} />
        {skipped.length > 0 && (
          <ul className="picks">
            {skipped.map(({ shown, why }) => (
              <li key={shown} className="pick">
                <div className="option">
                  <bdi className="name">{shown}</bdi>
                  <span className="quiet told">{t(`files.why.${why}`, { share })}</span>
                </div>
              </li>
            ))}
          </ul>
        )}
        {skippedFiles > skipped.length && (
          <p className="quiet">{t('files.moreSkipped', { count: skippedFiles - skipped.length })}</p>
        )}
      </SheetBody>
      <div className="acts">{acts}</div>
    </>
  )
}
