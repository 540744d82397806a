import { common } from './common.ts'
import { desktop } from './desktop.ts'
import { files } from './files.ts'
import { helpDesk } from './help-desk.ts'
import { kiosk } from './kiosk.ts'
import { press } from './press.ts'
import { problems } from './problems.ts'
import { recovery } from './recovery.ts'
import { refusals } from './refusals.ts'
import { room } from './room.ts'
import { signIn } from './sign-in.ts'

/** English: every text that the kiosk shows or speaks. "We" is the service, "you" the person. */
export const en = {
  ...common,
  ...room,
  ...signIn,
  ...desktop,
  ...press,
  ...recovery,
  ...refusals,
  ...files,
  ...kiosk,
  ...helpDesk,
  ...problems,
} as const
