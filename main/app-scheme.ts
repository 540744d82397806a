import { join } from 'node:path'
import { app, protocol } from 'electron'
import { contentPolicy } from './content-policy.ts'
import { APP_SCHEME } from './page-address.ts'
import { pageFiles } from './page-files.ts'

/** Before `ready`, and once: Chromium learns of schemes as it starts. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export function setupAppScheme(broker: string): void {
  protocol.handle(APP_SCHEME, pageFiles(join(app.getAppPath(), 'renderer'), contentPolicy(broker)))
}
