import type { ReactNode } from 'react'
import type { Leftovers } from '../../../../shared/api/rescue.ts'
import { Button } from '../../parts/Button.tsx'
import { type Choice, sizeOfChoice } from '../../state/choice.ts'
import { useSend } from '../../surroundings.ts'
import { sizeOf } from '../../words/size.ts'
import { t } from '../../words/words.ts'

/** Copies what is chosen; with nothing chosen it says so in its place. */
export function CopyActs({
  share,
  leftovers,
  choice,
  children,
}: {
  share: string
  leftovers: Leftovers
  choice: Choice
  children: ReactNode
}) {
  const send = useSend()
  const { files, bytes } = sizeOfChoice(choice, leftovers)
  const nothing = files === 0
  return (
    <div className="acts">
      <Button
        look="paper"
        autoFocus
        aria-disabled={nothing}
        onClick={() => {
          if (!nothing) send({ type: 'copy', key: crypto.randomUUID() })
        }}
      >
        {nothing ? t('files.copyNothing') : t('files.copy', { count: files, share })}
      </Button>
      {children}
      <span className="push quiet small">
        {nothing ? '' : `${sizeOf(bytes)}. `}
        {t('files.nothingReplaced', { share })}
      </span>
    </div>
  )
}
