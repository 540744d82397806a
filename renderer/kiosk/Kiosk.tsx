import { useState } from 'react'
import { useStore } from 'zustand'
import { Console } from './console/Console.tsx'
import type { ConsoleLink } from './console/console-link.ts'
import { PointPicture } from './parts/PointPicture.tsx'
import { Sheet } from './parts/Sheet.tsx'
import { useHoldEnds } from './parts/use-hold-ends.ts'
import { Watched } from './parts/Watched.tsx'
import { ButtonTest } from './screens/ButtonTest.tsx'
import { ChooseDesktop } from './screens/ChooseDesktop.tsx'
import { ConfirmRestart, ConfirmUndo } from './screens/Confirm.tsx'
import { Connect } from './screens/Connect.tsx'
import { Consent } from './screens/Consent.tsx'
import { DesktopScreen } from './screens/DesktopScreen.tsx'
import { Elsewhere } from './screens/Elsewhere.tsx'
import { Enrol, EnrolTrouble } from './screens/Enrol.tsx'
import { Files } from './screens/files/Files.tsx'
import { HelpAsks } from './screens/HelpAsks.tsx'
import { Holding } from './screens/Holding.tsx'
import { LocalSettings } from './screens/LocalSettings.tsx'
import { NoDesktop } from './screens/NoDesktop.tsx'
import { Asking, Opening } from './screens/Opening.tsx'
import { Points } from './screens/Points.tsx'
import { PressLost } from './screens/PressLost.tsx'
import { Queued } from './screens/Queued.tsx'
import { Pressing, Recovering } from './screens/Recovering.tsx'
import { SignIn } from './screens/SignIn.tsx'
import { Start } from './screens/Start.tsx'
import { TakePoint } from './screens/TakePoint.tsx'
import { CannotRecover, Failed, NeedsHelp, Refused } from './screens/Trouble.tsx'
import { PressKept, Unreachable, UnreachableRoom } from './screens/Unreachable.tsx'
import { consoleWish } from './state/derived.ts'
import { openHelp } from './state/helping.ts'
import { chosenDesktop, type Kiosk as KioskState } from './state/kiosk.ts'
import { spoken } from './state/language.ts'
import { postureOn } from './state/posture.ts'
import { type Screen, screenOf } from './state/screen.ts'
import { useSurroundings } from './surroundings.ts'

/** The page: the desktop's picture, what is said over it, and the hold over both. */
export function Kiosk() {
  const kiosk = useStore(useSurroundings().kiosk.store)
  // Another language is drawn anew, all of it.
  useStore(spoken)
  const [link, setLink] = useState<ConsoleLink | null>(null)
  useHoldEnds()
  const screen = screenOf(kiosk)
  const wish = consoleWish(kiosk)
  const room = roomOf(screen)
  const watched = openHelp(chosenDesktop(kiosk))
  return (
    <>
      {wish !== null && <Backdrop kiosk={kiosk} />}
      {wish !== null && <Console key={wish.desktopId} wish={wish} onLink={setLink} />}
      {room ??
        (screen.is === 'desktop' ? (
          <DesktopScreen screen={screen} link={link} />
        ) : (
          <>
            <div className="veil" />
            <Sheet
              doll={postureOn(screen)}
              dollSize={screen.is === 'files' || screen.is === 'points' ? 10 : 13}
              before={aheadOf(screen)}
            >
              <SheetOf screen={screen} />
            </Sheet>
          </>
        ))}
      {watched !== null && <Watched help={watched} />}
      {kiosk.hold.is !== 'no' && <Holding hold={kiosk.hold} />}
    </>
  )
}

/** How many dolls stand before this one: those who pressed earlier, as far as there is room for them. */
function aheadOf(screen: Screen): number {
  return screen.is === 'queued' ? Math.min(screen.queue.place - 1, 6) : 0
}

function roomOf(screen: Screen) {
  switch (screen.is) {
    case 'start':
      return <Start />
    case 'settings':
      return <LocalSettings />
    case 'enrol':
      return <Enrol code={screen.code} />
    case 'enrol-trouble':
      return <EnrolTrouble problem={screen.problem} />
    case 'connect':
      return <Connect screen={screen} />
    case 'sign-in':
      return <SignIn state={screen.state} />
    case 'choose':
      return <ChooseDesktop desktops={screen.desktops} />
    case 'no-desktop':
      return <NoDesktop />
    case 'button':
      return <ButtonTest button={screen.button} tried={screen.tried} />
    case 'unreachable':
      return screen.desktop === null ? <UnreachableRoom screen={screen} /> : null
    default:
      return null
  }
}

function SheetOf({ screen }: { screen: Screen }) {
  switch (screen.is) {
    case 'loading':
    case 'leaving':
      return <Asking is={screen.is} />
    case 'opening':
      return <Opening screen={screen} />
    case 'consent':
      return <Consent screen={screen} />
    case 'cannot-recover':
      return <CannotRecover desktop={screen.desktop} problem={screen.problem} points={screen.points} />
    case 'restart':
      return <ConfirmRestart desktop={screen.desktop} />
    case 'undo':
      return <ConfirmUndo desktop={screen.desktop} run={screen.run} />
    case 'help-asks':
      return <HelpAsks help={screen.help} answering={screen.answering} />
    case 'points':
      return <Points screen={screen} />
    case 'take-point':
      return <TakePoint screen={screen} />
    case 'queued':
      return <Queued queue={screen.queue} cancelling={screen.cancelling} />
    case 'refused':
      return <Refused problem={screen.problem} />
    case 'press-lost':
      return <PressLost doubt={screen.doubt} />
    case 'elsewhere':
      return <Elsewhere problem={screen.problem} asking={screen.asking} />
    case 'pressing':
      return <Pressing press={screen.press} />
    case 'press-kept':
      return <PressKept press={screen.press} link={screen.link} />
    case 'recovering':
      return <Recovering desktop={screen.desktop} run={screen.run} follow={screen.follow} />
    case 'files':
      return <Files screen={screen} />
    case 'failed':
      return <Failed run={screen.run} />
    case 'needs-help':
      return <NeedsHelp />
    case 'unreachable':
      return <Unreachable screen={screen} />
    default:
      return null
  }
}

/** Until there is a picture of now, the one from the check stands in, blurred. */
function Backdrop({ kiosk }: { kiosk: KioskState }) {
  const desktop = chosenDesktop(kiosk)
  if (desktop === null || kiosk.picture.is === 'shown') return null
  const { forecast } = desktop
  if (!forecast.possible || !forecast.point.hasPicture) return null
  return (
    <div className="backdrop">
      <PointPicture desktopId={desktop.id} pointId={forecast.point.id} alt="" />
    </div>
  )
}
