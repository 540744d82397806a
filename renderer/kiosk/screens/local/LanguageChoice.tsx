import type { LocalFacts } from '../../../../shared/bridge.ts'
import { type Language, languages } from '../../../../shared/languages.ts'
import { Button } from '../../parts/Button.tsx'
import { useSurroundings } from '../../surroundings.ts'
import { tongues } from '../../words/tongues.ts'
import { t } from '../../words/words.ts'

/** The language that this kiosk begins with. It counts at once, and more than what somebody chose before. */
export function LanguageChoice({ told, onTold }: { told: LocalFacts; onTold: (told: LocalFacts) => void }) {
  const { bridge } = useSurroundings()
  const set = (language: Language | null) =>
    void bridge.call('setLanguage', { language }).then((answer) => {
      if (answer.ok) onTold(answer.value)
    })
  return (
    <div className="acts" role="group" aria-label={t('local.words.name')}>
      {[null, ...languages].map((each) => (
        <Button
          key={each}
          size="small"
          look={each === told.language ? 'paper' : 'plain'}
          aria-pressed={each === told.language}
          lang={each ?? undefined}
          onClick={() => set(each)}
        >
          {each === null ? t('local.words.system') : tongues[each].name}
        </Button>
      ))}
    </div>
  )
}
