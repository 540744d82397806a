import { defineConfig } from 'vitest/config'

/** Tests that start machines: one file after the other, for each keeps a processor busy. */
const real = ['test/broker/hypervisors/qemu*.test.ts', 'test/rigs/**/*.test.ts', 'test/story/**/*.test.ts']

/** Tests that start windows, browsers or packages, and mostly wait: one after the other, beside those that start machines. */
const windows = [
  'test/main/electron*.test.ts',
  'test/package/*.test.ts',
  'test/renderer/gallery*.test.ts',
  'test/renderer/gallery/**/*.test.ts',
  'test/setup/**/*.test.ts',
  'test/shared/client/in-browser.test.ts',
]

/** A whole thin client under emulation takes long: npm run test:kiosk-boot. */
const boots = ['test/package/boot/*.test.ts']

/** Generous: an emulated processor on a busy machine. What must not take long is measured, not asserted. */
const slow = { fileParallelism: false, testTimeout: 600_000, hookTimeout: 900_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'parts',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...real, ...windows, ...boots],
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      { test: { name: 'real', include: real, ...slow } },
      { test: { name: 'windows', include: windows, ...slow } },
      {
        test: { name: 'kiosk-boot', include: boots, testTimeout: 900_000, hookTimeout: 900_000 },
      },
    ],
  },
})
