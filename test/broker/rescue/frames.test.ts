import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeMessage, messagesIn } from '../../../broker/rescue/frames.ts'

describe('messages of a helper', () => {
  async function heard(chunks: readonly Uint8Array[]) {
    async function* stream() {
      for (const chunk of chunks) yield Buffer.from(chunk)
    }
    const messages = []
    for await (const message of messagesIn(stream())) messages.push(message)
    return messages
  }
  const field = fc.uint8Array({ maxLength: 300 })

  test('are heard as they were said, however they are cut on the way', async () => {
    const message = fc.tuple(fc.constantFrom('entry', 'done', ''), fc.array(field, { maxLength: 8 }))
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), async (said, cut) => {
        const all = Buffer.concat(said.map(([name, fields]) => encodeMessage(name, ...fields)))
        const chunks = []
        for (let at = 0; at < all.length; at += cut) chunks.push(all.subarray(at, at + cut))
        expect(await heard(chunks)).toEqual(
          said.map(([name, fields]) => ({ name, fields: fields.map((f) => Buffer.from(f)) })),
        )
      }),
    )
  })

  test('of any bytes are messages, or an error, and never more than a message is held', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), async (chunks) => {
        await heard(chunks).catch((error: unknown) => expect(String(error)).toMatch(/the helper sent/))
      }),
    )
    await expect(heard([Buffer.from([0, 1, 0, 1])])).rejects.toThrow('65537 bytes')
    await expect(heard([Buffer.from([0, 0, 0, 4, 0, 0, 0, 9])])).rejects.toThrow('does not come out even')
    await expect(heard([Buffer.from([0, 0, 0, 0])])).rejects.toThrow('empty')
  })
})
