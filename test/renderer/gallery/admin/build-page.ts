import { join } from 'node:path'
import { build } from 'vite'

const project = join(import.meta.dirname, '../../../..')
/** Where the page is built to, and where the broker serves it from. */
export const built = join(project, 'out/admin')

/** Builds the page as it ships: a test's own environment would make a page for developing of it. */
export async function buildPage(): Promise<void> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build({ configFile: join(project, 'renderer/admin/vite.config.ts'), logLevel: 'error' })
  } finally {
    process.env['NODE_ENV'] = before
  }
}
