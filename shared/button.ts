import { z } from 'zod'

const Byte = z.int().min(0).max(255)

/** What the light on a button can say. */
export const ButtonLight = z.enum(['off', 'idle', 'holding', 'recovering', 'done', 'failed', 'stuck'])
export type ButtonLight = z.infer<typeof ButtonLight>

const Id = z.int().min(0).max(0xffff)
const Offset = z.int().min(0).max(1023)
/** One output report as it is written: its id first, 0 where there are none. */
const Output = z.array(Byte).min(1).max(1024)

/** What to write for one light: once, or in turns, where the device knows no rhythm of its own. */
export const LightShow = z.union([
  Output,
  z.array(z.strictObject({ writes: z.array(Output).max(8), forMs: z.int().min(150).max(10_000) })).min(1),
])
export type LightShow = z.infer<typeof LightShow>

/**
 * How a USB button speaks, as data. Offsets count in the buffer that node-hid gives: numbered reports keep their id at 0.
 */
export const ButtonProfile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(60),
  /** All that is named must be the device's. Ids, or a usage of the vendor's own: else any mouse could be meant. */
  match: z
    .strictObject({
      vendorId: Id.optional(),
      productIds: z.array(Id).min(1).optional(),
      usagePage: Id.optional(),
      usage: Id.optional(),
      interface: z.int().min(0).max(255).optional(),
      /** A part of its name, in small letters. */
      product: z.string().min(1).optional(),
    })
    .refine(
      ({ vendorId, productIds, usagePage, usage }) =>
        vendorId === undefined || productIds === undefined ? (usagePage ?? 0) >= 0xff00 && usage !== undefined : true,
      { error: 'name vendorId and productIds, or a usagePage from 65280 (0xff00) on and its usage' },
    ),
  report: z.strictObject({
    /** Length in bytes; any other is malformed and is dropped. */
    length: z.int().min(1).max(1024),
    /** Longer ones are as good: what counts is in the first bytes. */
    orLonger: z.literal(true).optional(),
    /** Where it says of which kind it is: those of other kinds say nothing of the button, and are passed over. */
    kind: z.strictObject({ byte: Offset, values: z.array(Byte).min(1) }).optional(),
    says: z.union([
      /** All that this byte can be. Another makes the report malformed: something else speaks on the same usage. */
      z.strictObject({ byte: Offset, pressed: z.array(Byte).min(1), released: z.array(Byte).min(1) }),
      /** Pressed while any of these bits is set. */
      z.strictObject({ bits: z.array(z.strictObject({ byte: Offset, mask: Byte })).min(1) }),
      /** A keyboard: pressed while any of these keys is among those that are down, told from `from` on. */
      z.strictObject({ keys: z.strictObject({ from: Offset, first: Byte, last: Byte }) }),
    ]),
  }),
  /** What to write to be told its state, if it can tell: a stuck button is seen at once, and one that hangs while held. */
  ask: Output.optional(),
  /** It says nothing by itself, and is asked this often. */
  askEveryMs: z.int().min(20).max(1000).optional(),
  light: z.partialRecord(ButtonLight, LightShow).optional(),
  keepAliveMs: z.int().min(1000).optional(),
  /** A keyboard: its keys would also go to whatever has the focus, unless udev keeps it from the screen. */
  types: z.literal(true).optional(),
  /** Where this is known from. */
  source: z.string().min(1),
})
export type ButtonProfile = z.infer<typeof ButtonProfile>

/** The button on the desk, as shown to a person. */
export const ButtonState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({ is: z.literal('ready'), name: z.string() }),
  z.object({ is: z.literal('stuck'), name: z.string() }),
  /** Seen but not to be opened; the rule that would allow it. */
  z.object({ is: z.literal('no-permission'), name: z.string(), udevRule: z.string() }),
  /** The part that reads buttons does not run; it is started again by itself. */
  z.object({ is: z.literal('failed'), detail: z.string() }),
])
export type ButtonState = z.infer<typeof ButtonState>

/** What the button on the desk does, as it happens. `key` is the press's, made at the first touch. */
export const ButtonAction = z.object({
  type: z.enum(['started', 'cancelled', 'fired', 'tapped']),
  key: z.uuid(),
  /** Of a cancelled one: a person let go of it; it was not lost. */
  letGo: z.boolean().optional(),
})
export type ButtonAction = z.infer<typeof ButtonAction>
