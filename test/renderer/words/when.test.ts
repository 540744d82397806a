import { describe, expect, test } from 'vitest'
import { dateOf, timeOf, tookOf, untilOf, whenOf } from '../../../renderer/kiosk/words/when.ts'

// Made of local parts, so that the tests hold in any time zone.
const now = new Date(2026, 10, 22, 10, 14)
const local = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute)

describe('times as on a clock', () => {
  test.each([
    [local(22, 9, 12), '09:12 today'],
    [local(22, 0, 1), '00:01 today'],
    [local(21, 23, 59), '23:59 yesterday'],
    [local(20, 17, 40), '17:40 on Friday 20 November'],
    [local(16, 7, 5), '07:05 on Monday 16 November'],
  ])('%s', (then, words) => {
    expect(whenOf(then, now)).toBe(words)
  })

  test.each([
    [local(22, 17), 'until 17:00 today'],
    [local(23, 17), 'until tomorrow, 17:00'],
    [local(25, 17), 'until Wednesday 25 November, 17:00'],
  ])('until %s', (then, words) => {
    expect(untilOf(then, now)).toBe(words)
  })

  test('a date has no commas', () => {
    expect(dateOf(now)).toBe('Sunday 22 November')
  })
})

describe('durations in whole numbers', () => {
  test.each([
    [300, '1 second'],
    [1400, '1 second'],
    [4100, '4 seconds'],
    [99_000, '99 seconds'],
    [130_000, '2 minutes'],
  ])('%i ms', (ms, words) => {
    expect(timeOf(ms)).toBe(words)
  })

  test.each([
    [920, '0.9 s'],
    [9949, '9.9 s'],
    [9960, '10 s'],
    [25_400, '25 s'],
  ])('a step of %i ms', (ms, words) => {
    expect(tookOf(ms)).toBe(words)
  })
})
