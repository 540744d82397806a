import { z } from 'zod'
import { DesktopId, Moment } from '../ids.ts'
import { Act, Somebody } from './acting.ts'

/** `view`: to see the picture; `control`: to use keyboard and pointer, too. */
export const HelpKind = z.enum(['view', 'control'])
export type HelpKind = z.infer<typeof HelpKind>

/** Asks the person at the desktop whether somebody may see its picture, or take it over. */
export const AskToHelp = Act.extend({ wants: HelpKind }).meta({ id: 'AskToHelp' })
export type AskToHelp = z.infer<typeof AskToHelp>

/**
 * Somebody of the help desk asks to see a desktop's picture, or does. `asked` until it is answered, at most until
 * `answerBy`; `allowed` until one of the two ends it. Nobody sees anything before it is allowed.
 */
export const Help = z
  .object({
    id: z.uuid(),
    desktopId: DesktopId,
    by: Somebody,
    reason: z.string(),
    wants: HelpKind,
    /** What the person allowed: never more than was asked for. */
    allowed: HelpKind.nullable(),
    state: z.enum(['asked', 'allowed', 'refused', 'timed-out', 'ended']),
    askedAt: Moment,
    answerBy: Moment,
    answeredAt: Moment.nullable(),
    endedAt: Moment.nullable(),
    /** Whether the picture is open to them now. */
    watching: z.boolean(),
  })
  .meta({ id: 'Help' })
export type Help = z.infer<typeof Help>

/** The answer of the person at the desktop. */
export const HelpAnswer = z.strictObject({ allow: z.enum(['no', 'view', 'control']) }).meta({ id: 'HelpAnswer' })
export type HelpAnswer = z.infer<typeof HelpAnswer>

/** To whoever sits at a desktop. It stays until it is read. */
export const SendMessage = z
  .strictObject({ key: Act.shape.key, text: z.string().trim().min(1).max(500) })
  .meta({ id: 'SendMessage' })
export type SendMessage = z.infer<typeof SendMessage>

export const Message = z
  .object({
    id: z.uuid(),
    desktopId: DesktopId,
    text: z.string(),
    by: Somebody,
    sentAt: Moment,
    readAt: Moment.nullable(),
    /** Of which incident it tells; null: of none. */
    incidentId: z.uuid().nullable(),
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>
