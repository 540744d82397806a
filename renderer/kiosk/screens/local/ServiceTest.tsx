import { useState } from 'react'
import type { ServiceTest as Tested } from '../../../../shared/bridge.ts'
import { Button } from '../../parts/Button.tsx'
import { type Fact, Facts } from '../../parts/Facts.tsx'
import { useSurroundings } from '../../surroundings.ts'
import { timeOf } from '../../words/when.ts'
import { t } from '../../words/words.ts'

/** Two clocks agree to the seconds that are told and the way there. */
const AGREE_MS = 2_000

/** The network, and how the desktop service answers over it, step by step. */
export function ServiceTest({ onUsed }: { onUsed: () => void }) {
  const { bridge } = useSurroundings()
  const [tested, setTested] = useState<Tested | null>(null)
  const [testing, setTesting] = useState(false)
  const test = () => {
    onUsed()
    setTesting(true)
    void bridge.call('testService', null).then((answer) => {
      setTesting(false)
      setTested(answer.ok ? answer.value : null)
    })
  }
  return (
    <div className="tested" role="status">
      <Button size="small" aria-disabled={testing} onClick={test}>
        {t(testing ? 'local.network.testing' : 'local.test')}
      </Button>
      {tested !== null && <Facts facts={factsOf(tested)} />}
    </div>
  )
}

function factsOf({ address, ms, why, clockMs }: Tested): Fact[] {
  if (address === null) return [{ icon: 'heed', text: t('local.network.notFound') }]
  return [
    { icon: 'well', text: t('local.network.found', { address }) },
    ms === null
      ? { icon: 'heed', text: `${t('local.network.silent')} ${why ?? ''}`.trim() }
      : { icon: 'well', text: t('local.network.answers', { ms }) },
    ...(clockMs === null ? [] : [clockFact(clockMs)]),
  ]
}

function clockFact(clockMs: number): Fact {
  if (Math.abs(clockMs) <= AGREE_MS) return { icon: 'well', text: t('local.network.clockSame') }
  const time = timeOf(Math.abs(clockMs))
  return { icon: 'heed', text: t(clockMs > 0 ? 'local.network.clockAhead' : 'local.network.clockBehind', { time }) }
}
