import { z } from 'zod'
import { ButtonAction, ButtonLight, ButtonProfile, ButtonState } from '../../shared/button.ts'

/** What main tells the process that reads the buttons. */
export const ToButton = z.discriminatedUnion('type', [
  /** First of all: only then are buttons looked for. */
  z.strictObject({ type: z.literal('start'), profiles: z.array(ButtonProfile), holdMs: z.int().positive() }),
  z.strictObject({ type: z.literal('light'), light: ButtonLight }),
  z.strictObject({ type: z.literal('stop') }),
])
export type ToButton = z.infer<typeof ToButton>

/** And what it is told. */
export const FromButton = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('state'), state: ButtonState }),
  z.strictObject({ type: z.literal('action'), action: ButtonAction }),
  z.strictObject({ type: z.literal('log'), text: z.string() }),
])
export type FromButton = z.infer<typeof FromButton>
