import { expect, test } from 'vitest'
import { InputHold } from '../../../broker/console/input-hold.ts'

const HELLO = Buffer.from('RFB 003.008\n\u0001\u0000', 'latin1')
const KEY = Buffer.from([4, 1, 0, 0, 0, 0, 0, 97])
const POINTER = Buffer.from([5, 1, 0, 9, 0, 9])
const CLIPBOARD = Buffer.from([6, 0, 0, 0, 0, 0, 0, 2, 104, 105])
const UPDATE = Buffer.from([3, 1, 0, 0, 0, 0, 4, 0, 3, 0])
const RESIZE = Buffer.concat([Buffer.from([251, 0, 4, 0, 3, 0, 1, 0]), Buffer.alloc(16)])
const said = Buffer.concat([HELLO, KEY, UPDATE, POINTER, CLIPBOARD, RESIZE, UPDATE])

test.each([1, 3, said.length])(
  'who may only look sends nothing else, and never shuts out its person: %i bytes at a time',
  (size) => {
    const hold = new InputHold('view', false)
    const heard: Buffer[] = []
    for (let at = 0; at < said.length; at += size) heard.push(hold.pass(said.subarray(at, at + size)))
    expect(Buffer.concat(heard)).toEqual(
      Buffer.concat([Buffer.from('RFB 003.008\n\u0001\u0001', 'latin1'), UPDATE, UPDATE]),
    )
  },
)

test('who may act is heard with all of it, and never has the picture alone', () => {
  const heard = new InputHold('control', false).pass(said)
  expect(heard.subarray(HELLO.length)).toEqual(said.subarray(HELLO.length))
  expect(heard[HELLO.length - 1]).toBe(1)
})
