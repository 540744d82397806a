import type { Rescue } from '../../../../shared/api/rescue.ts'
import { Button } from '../../parts/Button.tsx'
import { Headline } from '../../parts/Headline.tsx'
import { Progress } from '../../parts/Progress.tsx'
import { SheetBody } from '../../parts/Sheet.tsx'
import { useSend } from '../../surroundings.ts'
import { sizeOf } from '../../words/size.ts'
import { t } from '../../words/words.ts'

/** A copy gets on; it does so by itself, whether or not this stays open. */
export function Copying({ share, rescue }: { share: string; rescue: Rescue | null }) {
  const send = useSend()
  const known = rescue !== null && rescue.of.files > 0
  const { copied, of } = rescue ?? { copied: { files: 0, bytes: 0 }, of: { files: 0, bytes: 0 } }
  const part = !known ? null : of.bytes > 0 ? copied.bytes / of.bytes : copied.files / of.files
  const title = t('files.copying', { share })
  return (
    <>
      <SheetBody>
        <div className="say tight">
          <Headline focus>{title}</Headline>
          <p className="lead quiet">{t('files.copyingLead')}</p>
        </div>
        <div className="say tight stretch">
          <Progress part={part === null ? null : Math.min(1, part)} label={title} />
          <p className="lead num">
            {rescue !== null && known
              ? t('files.copiedOf', {
                  done: copied.files,
                  count: of.files,
                  bytes: sizeOf(copied.bytes),
                  all: sizeOf(of.bytes),
                })
              : t('files.copyStarts')}
          </p>
        </div>
      </SheetBody>
      <div className="acts">
        <Button look="paper" onClick={() => send({ type: 'close-files' })}>
          {t('files.goOnWorking')}
        </Button>
      </div>
    </>
  )
}
