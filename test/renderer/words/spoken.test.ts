import { afterEach, describe, expect, test } from 'vitest'
import { foldersOf } from '../../../renderer/kiosk/words/folders.ts'
import { sizeOf } from '../../../renderer/kiosk/words/size.ts'
import { tongues } from '../../../renderer/kiosk/words/tongues.ts'
import { dateOf, timeOf, tookOf, untilOf, whenOf } from '../../../renderer/kiosk/words/when.ts'
import { speak, t } from '../../../renderer/kiosk/words/words.ts'
import type { Language } from '../../../shared/languages.ts'

const now = new Date(2026, 10, 22, 10, 14)
const local = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute)

async function saying(language: Language): Promise<void> {
  const { catalogue, ...tongue } = tongues[language]
  speak(tongue, await catalogue())
}

afterEach(() => saying('en'))

describe('a language that is spoken', () => {
  test('German', async () => {
    await saying('de')
    expect(t('do.recover')).toBe('Wiederherstellen')
    expect(t('consent.title', { when: whenOf(local(22, 9, 12), now) })).toBe('Zurück auf heute, 09:12')
    expect(whenOf(local(20, 17, 40), now)).toBe('Freitag, 20. November, 17:40')
    expect(untilOf(local(23, 17), now)).toBe('bis morgen, 17:00')
    expect(timeOf(1000)).toBe('1 Sekunde')
    expect(timeOf(4100)).toBe('4 Sekunden')
    expect(tookOf(920)).toBe('0,9 s')
    expect(sizeOf(1_234_567)).toBe('1,2 MB')
    expect(foldersOf(['Desktop', 'Downloads'], false)).toBe('Desktop und Downloads')
    expect(t('queue.place', { count: 3, ordinal: true })).toBe('Sie sind an 3. Stelle')
  })

  test('French', async () => {
    await saying('fr')
    expect(t('consent.title', { when: whenOf(local(21, 17, 40), now) })).toBe('Retour à 17:40 hier')
    expect(dateOf(now)).toBe('dimanche 22 novembre')
    expect(t('when.second', { count: 0 })).toBe('0 seconde')
    expect(t('files.copiedFiles', { count: 2_000_000, bytes: sizeOf(84_000) })).toMatch(/fichiers ont été copiés/)
    expect(t('queue.place', { count: 1, ordinal: true })).toBe('Vous êtes en 1re position')
    expect(t('queue.place', { count: 2, ordinal: true })).toBe('Vous êtes en 2e position')
  })

  test('Spanish', async () => {
    await saying('es')
    expect(t('consent.title', { when: whenOf(local(20, 17, 40), now) })).toBe(
      'Volver a las 17:40 del viernes, 20 de noviembre',
    )
    expect(timeOf(61_000)).toBe('61 segundos')
    expect(t('do.undo')).toBe('Deshacer')
  })

  test('Japanese', async () => {
    await saying('ja')
    expect(t('consent.title', { when: whenOf(local(22, 9, 12), now) })).toBe('今日の 09:12 に戻します')
    expect(dateOf(now)).toBe('11月22日日曜日')
    expect(t('consent.takes', { time: timeOf(4100) })).toBe('約 4 秒かかります。')
    expect(foldersOf(['書類', '写真'], false)).toBe('書類、写真')
  })
})
