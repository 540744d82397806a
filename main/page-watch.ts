import { app, type BrowserWindow } from 'electron'
import { log } from './log.ts'
import { isOwnPage, PAGE_URL } from './page-address.ts'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8_000
/** A page that stood for this long is well: the next failure is a first one again. */
const WELL_MS = 60_000
/** A page that fails this often in a row does not come right by loading it again. */
const MOST_FAILURES = 8
const ASK_EVERY_MS = 5_000
const HANGS_MS = 20_000
/** A page may draw its last breath and be empty, and still answer. A desktop is a canvas, all else has words. */
const SHOWS_SOMETHING = "document.body.innerText.trim() !== '' || document.querySelector('canvas') !== null"

/**
 * Keeps the page on the screen: loads it, and again when it crashes, hangs or cannot be loaded, each time after a longer
 * wait. If that does not help, the app ends with an error, and whoever started it starts it again.
 * `alive` is called at each sign of life: the page was asked, and answered that it shows something.
 */
export function watchPage(window: BrowserWindow, alive: () => void): void {
  const contents = window.webContents
  let failures = 0
  let well: NodeJS.Timeout | undefined
  let waiting: NodeJS.Timeout | undefined

  const load = () => {
    if (window.isDestroyed()) return
    well = setTimeout(() => (failures = 0), WELL_MS)
    // What goes wrong is told by the events below, with its reason.
    contents.loadURL(PAGE_URL).catch(() => undefined)
  }
  const failed = (why: string) => {
    clearTimeout(well)
    clearTimeout(waiting)
    failures++
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS)
    log('page', `${why}; failure ${failures} in a row, next try in ${waitMs} ms`)
    if (failures > MOST_FAILURES) app.exit(1)
    waiting = setTimeout(load, waitMs)
  }

  contents.on('render-process-gone', (_event, { reason, exitCode }) =>
    failed(`its process is gone: ${reason} (${exitCode})`),
  )
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    if (isMainFrame) failed(`${url} did not load: ${description} (${code})`)
  })
  contents.on('preload-error', (_event, path, error) => failed(`the preload ${path} failed: ${error.message}`))
  contents.on('did-navigate', (_event, url, status) => {
    // A page can always empty itself, to about:blank; and a file that is not there is an answer, too.
    if (!isOwnPage(url) || status >= 400) failed(`it went to ${url} (${status})`)
  })
  watchAnswers(window, alive)
  load()
}

/** Asks the page for a sign of life, and ends the process of one that gives none: then it is loaded again as above. */
function watchAnswers(window: BrowserWindow, alive: () => void): void {
  const contents = window.webContents
  let heardAt = performance.now()
  const heard = () => (heardAt = performance.now())
  const answered = (showsSomething: unknown) => {
    if (showsSomething !== true) return
    heard()
    alive()
  }
  contents.on('did-finish-load', heard)
  const asking = setInterval(() => {
    // Nobody hangs who is being debugged, loaded, or gone.
    if (contents.isDevToolsOpened() || contents.isLoading() || contents.isCrashed()) heard()
    else if (performance.now() - heardAt > HANGS_MS) {
      log('page', `it gave no sign of life for ${HANGS_MS} ms`)
      heard()
      contents.forcefullyCrashRenderer()
    } else contents.executeJavaScript(SHOWS_SOMETHING).then(answered, () => undefined)
  }, ASK_EVERY_MS)
  window.on('closed', () => clearInterval(asking))
}
