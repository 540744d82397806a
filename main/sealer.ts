/* eslint-disable @typescript-eslint/no-deprecated -- the later, asynchronous ones are not in Electron 25 */
import { safeStorage } from 'electron'
import type { Sealer } from './device-key.ts'

/** Chromium's own word for a password that is in its source, as good as none. */
const KEYRING = /^(gnome_libsecret|kwallet)/

/** The user's keyring, where one runs; a thin client mostly has none, and older Electrons do not say. Once the app is ready. */
export function systemSealer(): Sealer | null {
  // Electron 25.1 lacks it.
  const backend = (safeStorage as Partial<typeof safeStorage>).getSelectedStorageBackend?.() ?? ''
  if (!KEYRING.test(backend) || !safeStorage.isEncryptionAvailable()) return null
  return {
    name: backend,
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  }
}
