import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The help desk's page. It is the broker's to serve, and no part of the kiosk's package. */
export default defineConfig({
  root: import.meta.dirname,
  // Its addresses are paths of any depth, so what it loads is named from the top.
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, '../../out/admin'),
    emptyOutDir: true,
    target: 'es2022',
    // The page's policy knows no data: addresses for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: {
        // What tells zod to do without eval has to run before any file makes a schema, so it goes with zod itself.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|renderer\/admin\/no-eval/ }] },
      },
    },
    // What the first view needs is measured compressed, by test/renderer/admin/weight.test.ts.
    chunkSizeWarningLimit: 900,
  },
})
