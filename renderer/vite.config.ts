import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string
}

export default defineConfig({
  root: resolve(import.meta.dirname, 'kiosk'),
  // Relative: the same files are served by the broker at its root and by the kiosk app under its own scheme.
  base: './',
  plugins: [react()],
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    outDir: resolve(import.meta.dirname, '../out/renderer'),
    emptyOutDir: true,
    // noVNC awaits at the top of a module.
    target: 'es2022',
    // The page's policy knows no data: addresses for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // noVNC's licence (MPL 2.0) wants to be told, and where its source is; the others' want their notice.
    license: { fileName: 'licenses.md' },
    // noVNC alone is more than a third of it, and both are needed before anything can be used.
    chunkSizeWarningLimit: 800,
  },
})
