// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from 'vitest'

const KEY = 'daruma.language'
/** As on a page that was just opened, on a system of this language. */
async function opened(system = 'en-GB') {
  vi.resetModules()
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([system])
  const language = await import('../../../renderer/kiosk/state/language.ts')
  await language.openLanguage()
  return { ...language, now: () => language.spoken.getState().language }
}

describe('the language of the page', () => {
  beforeEach(() => {
    localStorage.clear()
    document.documentElement.lang = 'en'
  })

  test('is the system’s, if it is one that the page has', async () => {
    expect((await opened('fr-CA')).now()).toBe('fr')
    expect((await opened('nl-NL')).now()).toBe('en')
  })

  test('is the kiosk’s before that, and is written on the page', async () => {
    const page = await opened('fr-FR')
    await page.kioskSays('de')
    expect(page.now()).toBe('de')
    expect(document.documentElement.lang).toBe('de')
    expect(document.documentElement.dir).toBe('ltr')
  })

  test('is what somebody chose before that, and stays so at this kiosk', async () => {
    const first = await opened()
    await first.kioskSays('de')
    await first.choose('ja')
    expect(first.now()).toBe('ja')
    const next = await opened()
    expect(next.now()).toBe('ja')
    await next.kioskSays('de')
    expect(next.now()).toBe('ja')
  })

  test('a newer word of the kiosk’s counts more than an older choice', async () => {
    const first = await opened()
    await first.kioskSays('de')
    await first.choose('ja')
    const next = await opened()
    await next.kioskSays('es')
    expect(next.now()).toBe('es')
  })

  test('the last of two choices counts', async () => {
    const page = await opened()
    await Promise.all([page.choose('fr'), page.choose('es')])
    expect(page.now()).toBe('es')
    await Promise.all([page.choose('fr'), page.choose('es')])
    expect(page.now()).toBe('es')
  })

  test.each(['not json', '[]', '{"chosen":"xx","kiosk":7}', 'null'])(
    'whatever is stored (%s), the page opens',
    async (text) => {
      localStorage.setItem(KEY, text)
      expect((await opened('de-AT')).now()).toBe('de')
    },
  )
})
