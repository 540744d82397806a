import { app } from 'electron'
import { log } from './log.ts'

/*
 * Left alone, Electron shows a dialog for an error that nobody caught, and waits for a click that never comes at an
 * unattended screen. Whoever started the kiosk starts it again. Imported before all else, for its effect.
 */
function end(what: string): (error: unknown) => void {
  return (error) => {
    log('kiosk', `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    app.exit(1)
  }
}

process.on('uncaughtException', end('an error that nobody caught'))
process.on('unhandledRejection', end('a rejection that nobody handled'))
