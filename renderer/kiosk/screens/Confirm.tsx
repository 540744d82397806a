import { useCallback } from 'react'
import type { Desktop } from '../../../shared/api/desktop.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { type Fact, Facts } from '../parts/Facts.tsx'
import { Headline } from '../parts/Headline.tsx'
import { SheetBody } from '../parts/Sheet.tsx'
import { useEscape } from '../parts/use-escape.ts'
import { useSend } from '../surroundings.ts'
import { clockOf, timeOf } from '../words/when.ts'
import { t } from '../words/words.ts'

export function ConfirmRestart({ desktop }: { desktop: Desktop }) {
  const send = useSend()
  const facts: Fact[] = [
    { icon: 'windows', text: t('restart.windows') },
    { icon: 'disk', text: t('restart.disk') },
    ...(desktop.share === null
      ? []
      : [{ icon: 'share', text: t('restart.share', { share: desktop.share.label }) } as const]),
  ]
  return (
    <Confirm
      title={t('restart.title', { name: desktop.name })}
      facts={facts}
      word={t('do.restart')}
      onYes={() => send({ type: 'restart', key: crypto.randomUUID() })}
    />
  )
}

export function ConfirmUndo({ desktop, run }: { desktop: Desktop; run: Recovery }) {
  const send = useSend()
  const takes = run.undo?.takesMs ?? null
  const clock = clockOf(run.pressedAt)
  const title = {
    recover: 'undo.title',
    undo: 'undo.titleUndo',
    restart: 'undo.titleRestart',
    start: 'undo.titleRestart',
    rebuild: 'undo.title',
    capture: 'undo.title',
  } as const
  const back = run.kind === 'undo' ? 'undo.backUndo' : run.undo?.brings === 'disk' ? 'undo.backDisk' : 'undo.back'
  const facts: Fact[] = [
    { icon: 'undo', text: t(back, { clock }) },
    ...(run.undo?.diskOnly === null || run.undo?.diskOnly === undefined
      ? []
      : [{ icon: 'heed', text: t(`undo.lost.${run.undo.diskOnly}`, { share: desktop.share?.label ?? '' }) } as const]),
    { icon: 'kept', text: t('undo.kept') },
    ...(desktop.share === null
      ? []
      : [{ icon: 'share', text: t('undo.share', { share: desktop.share.label }) } as const]),
    ...(takes === null ? [] : [{ icon: 'clock', text: t('undo.takes', { time: timeOf(takes) }) } as const]),
  ]
  return (
    <Confirm
      title={t(title[run.kind])}
      facts={facts}
      word={t('do.undo')}
      onYes={() => send({ type: 'undo', key: crypto.randomUUID() })}
    />
  )
}

/** A question whose focus is on the answer that changes nothing. */
function Confirm({
  title,
  facts,
  word,
  onYes,
}: {
  title: string
  facts: readonly Fact[]
  word: string
  onYes: () => void
}) {
  const send = useSend()
  const stay = useCallback(() => send({ type: 'decline' }), [send])
  useEscape(stay)
  useSay(facts.map((f) => f.text).join(' '))
  return (
    <>
      <SheetBody>
        <div className="say wide">
          <Headline>{title}</Headline>
          <Facts facts={facts} />
        </div>
      </SheetBody>
      <div className="acts">
        <Button look="paper" onClick={onYes}>
          {word}
        </Button>
        <Button autoFocus onClick={stay}>
          {t('do.stay')}
        </Button>
      </div>
    </>
  )
}
