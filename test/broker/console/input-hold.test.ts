import { describe, expect, test } from 'vitest'
import { InputHold } from '../../../broker/console/input-hold.ts'

const greeting = Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.from([1, 1])])
const encodings = Buffer.from([2, 0, 0, 2, 0, 0, 0, 0, 255, 255, 255, 17])
const update = Buffer.from([3, 1, 0, 0, 0, 0, 4, 0, 3, 0])
const key = Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61])
const pointer = Buffer.from([5, 1, 0, 10, 0, 10])
const cut = Buffer.concat([Buffer.from([6, 0, 0, 0, 0, 0, 0, 5]), Buffer.from('hello')])
const extendedCut = Buffer.concat([Buffer.from([6, 0, 0, 0, 255, 255, 255, 252]), Buffer.from([1, 0, 0, 0])])
const qemuKey = Buffer.from([255, 0, 0, 1, 0, 0, 0, 0x61, 0, 0, 0, 30])
const fence = Buffer.from([248, 0, 0, 0, 0, 0, 0, 0, 2, 7, 7])
const said = Buffer.concat([greeting, encodings, key, update, pointer, fence, cut, extendedCut, qemuKey, update])
const harmless = Buffer.concat([greeting, encodings, update, fence, update])

describe('input that is held back', () => {
  test.each([1, 3, 7, said.length])('is left out, and nothing else, however it comes: %i bytes at a time', (size) => {
    const hold = new InputHold()
    const passed: Buffer[] = []
    for (let at = 0; at < said.length; at += size) passed.push(hold.pass(said.subarray(at, at + size)))
    expect(Buffer.concat(passed)).toEqual(harmless)
  })

  test('each part of the greeting goes on at once: its answer is waited for', () => {
    const hold = new InputHold()
    expect(hold.pass(greeting.subarray(0, 12))).toHaveLength(12)
    expect(hold.pass(Buffer.from([1]))).toHaveLength(1)
    expect(hold.pass(Buffer.from([1]))).toHaveLength(1)
  })

  test('goes on when it is released, from the next message on', () => {
    const hold = new InputHold()
    hold.pass(Buffer.concat([greeting, key.subarray(0, 3)]))
    hold.release()
    expect(hold.pass(Buffer.concat([key.subarray(3), pointer]))).toEqual(Buffer.concat([key, pointer]))
  })

  test('what nobody can read is not let through', () => {
    expect(() => new InputHold().pass(Buffer.concat([greeting, Buffer.from([99])]))).toThrow(/nothing that is known/)
    expect(() => new InputHold().pass(Buffer.from('RFB 003.003\n'))).toThrow(/another version/)
  })
})
