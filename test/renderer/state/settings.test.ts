// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from 'vitest'

const KEY = 'daruma.accessibility'
/** As on a page that was just opened. */
async function opened() {
  vi.resetModules()
  return import('../../../renderer/kiosk/state/settings.ts')
}

describe('accessibility', () => {
  beforeEach(() => localStorage.clear())

  test('is as usual until somebody sets it, and then stays with this kiosk', async () => {
    const first = await opened()
    expect(first.settings.getState()).toEqual({ theme: 'system', text: 'normal', press: 'hold' })
    first.set({ theme: 'contrast' })
    first.set({ press: 'twice' })
    const { settings } = await opened()
    expect(settings.getState()).toEqual({ theme: 'contrast', text: 'normal', press: 'twice' })
  })

  test.each(['not json', '[]', '{"theme":"pink","text":7}', 'null'])(
    'whatever is stored (%s), the page opens',
    async (text) => {
      localStorage.setItem(KEY, text)
      const { settings } = await opened()
      expect(settings.getState()).toEqual({ theme: 'system', text: 'normal', press: 'hold' })
    },
  )

  test('shows on the page: the choice, or else what the system wishes', async () => {
    const wishes = new Set<string>()
    const media = (query: string) => ({
      get matches() {
        return wishes.has(query)
      },
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    })
    vi.stubGlobal('matchMedia', media)
    const { applySettings, set } = await opened()
    const root = document.createElement('html')
    const stop = applySettings(root)
    expect(root.dataset).toMatchObject({ theme: 'dark', text: 'normal' })
    wishes.add('(prefers-color-scheme: light)')
    set({ text: 'large' })
    expect(root.dataset).toMatchObject({ theme: 'light', text: 'large' })
    wishes.add('(prefers-contrast: more)')
    set({ text: 'normal' })
    expect(root.dataset).toMatchObject({ theme: 'contrast', text: 'normal' })
    set({ theme: 'dark' })
    expect(root.dataset['theme']).toBe('dark')
    stop()
    vi.unstubAllGlobals()
  })
})
