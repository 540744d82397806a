import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodePath,
  encodePath,
  isPlainPath,
  shownName,
  shownPath,
  shownText,
} from '../../../broker/rescue/disk-path.ts'
import { DiskPath } from '../../../shared/api/rescue.ts'

describe('a path on a kept disk', () => {
  const bytes = (latin1: string) => Buffer.from(latin1, 'latin1')

  test('comes back as it was, whatever bytes it is of', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 4096 }), (path) => {
        expect(decodePath(DiskPath.parse(encodePath(path)))).toEqual(Buffer.from(path))
      }),
    )
  })

  test('leads downwards or is none', () => {
    for (const path of ['a', 'a/b c', '\xff\n', '.a/..b/...']) expect(isPlainPath(bytes(path)), path).toBe(true)
    for (const path of ['', '/', '/a', 'a/', 'a//b', '.', '..', 'a/..', 'a/../b', 'a/./b', 'a\0', 'a'.repeat(4097)])
      expect(isPlainPath(bytes(path)), path).toBe(false)
  })

  test('is shown in one line, of which nothing moves or hides text, and no two are alike', () => {
    expect(shownPath(Buffer.from('home/ä/Grüße 日本 🙂.txt'))).toBe('/home/ä/Grüße 日本 🙂.txt')
    expect(shownName(Buffer.from('home/two\nlines\\x0a'))).toBe('two\\x0alines\\\\x0a')
    expect(shownName(bytes('\xff\xc3('))).toBe('\\xff\\xc3(')
    expect(shownName(Buffer.from('a\u202egnp.exe'))).toBe('a\\u{202e}gnp.exe')
    const name = fc.uint8Array({ maxLength: 100 })
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [one, other] = [shownPath(a), shownPath(b)]
        expect(one).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        if (Buffer.compare(a, b) !== 0) expect(one).not.toBe(other)
      }),
    )
    expect(shownPath(Buffer.alloc(4096, 1)).length).toBeLessThanOrEqual(1024)
    expect(shownText('a\u0000b\\')).toBe('a\\x00b\\\\')
  })
})
