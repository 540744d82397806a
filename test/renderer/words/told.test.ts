import { expect, test } from 'vitest'
import { foldersOf } from '../../../renderer/kiosk/words/folders.ts'
import { sizeOf } from '../../../renderer/kiosk/words/size.ts'
import { t } from '../../../renderer/kiosk/words/words.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [84_000, '84 kB'],
  [999_600, '1 MB'],
  [1_234_567, '1.2 MB'],
  [31_400_000, '31 MB'],
  [4_200_000_000_000, '4.2 TB'],
  [7e18, '7,000,000 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeOf(bytes)).toBe(words)
})

test('folders are named as long as a sentence can', () => {
  expect(foldersOf(['Downloads'], false)).toBe('Downloads')
  expect(foldersOf(['Desktop', 'Downloads'], false)).toBe('Desktop and Downloads')
  expect(foldersOf(['Downloads'], true)).toBe('Downloads and other folders')
  expect(foldersOf(['a', 'b', 'c', 'd'], false)).toBe('4 folders')
})

test('a place in the queue is an ordinal', () => {
  const said = [1, 2, 3, 4, 11, 22].map((count) => t('queue.place', { count, ordinal: true }))
  expect(said.map((s) => s.split(' ')[2])).toEqual(['1st', '2nd', '3rd', '4th', '11th', '22nd'])
})
