import { useEffect, useReducer } from 'react'
import type { ConsoleLink } from '../console/console-link.ts'
import { Bar } from '../parts/Bar.tsx'
import { Handle } from '../parts/Handle.tsx'
import { bar, hiddenBar } from '../state/bar.ts'
import type { Screen } from '../state/screen.ts'
import { useKiosk, useSurroundings } from '../surroundings.ts'
import { FromHelpDesk } from './FromHelpDesk.tsx'
import { ResultCard } from './ResultCard.tsx'
import { ShareNotice } from './ShareNotice.tsx'
import { useDistress } from './use-distress.ts'

/** The desktop itself: nothing of ours but the handle, the bar when it is wanted, and a card after a run. */
export function DesktopScreen({
  screen,
  link,
}: {
  screen: Extract<Screen, { is: 'desktop' }>
  link: ConsoleLink | null
}) {
  const { clock } = useSurroundings()
  const [state, send] = useReducer(bar, hiddenBar)
  const holding = useKiosk((k) => k.hold.is !== 'no')
  const { desktop } = screen
  const shown = state.shown || desktop.note !== null

  useEffect(() => {
    if (!state.shown || holding) return
    const timer = setInterval(() => send({ type: 'tick', at: clock.mono() }), 500)
    return () => clearInterval(timer)
  }, [state.shown, holding, clock])

  useDistress(link, (output) => {
    if (output === 'focus') link?.releaseKeys()
    send({ type: output === 'focus' ? 'show-and-focus' : output, at: clock.mono() })
  })

  const leave = () => {
    send({ type: 'hide' })
    link?.focus()
  }
  return (
    <>
      {shown ? (
        <Bar
          desktop={desktop}
          undo={screen.undo}
          files={screen.files !== null}
          offered={state.offered}
          takeFocus={state.wantsFocus}
          onCtrlAltDel={() => {
            link?.sendCtrlAltDel()
            leave()
          }}
          onPointer={(inside) => send({ type: 'pointer', inside, at: clock.mono() })}
          onFocus={(inside) => send({ type: 'focus', inside, at: clock.mono() })}
          onLeave={leave}
        />
      ) : (
        <Handle onShow={() => send({ type: 'show', at: clock.mono() })} />
      )}
      <ShareNotice key={desktop.id} desktop={desktop} />
      <FromHelpDesk desktop={desktop} />
      {screen.card !== null && <ResultCard desktop={desktop} card={screen.card} />}
    </>
  )
}
