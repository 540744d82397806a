import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * What a browser fetches before the overview stands, in bytes as gzip has them: the page, what it names, and all that the
 * overview's own file imports, charts and both languages included.
 */
export async function firstViewBytes(folder: string): Promise<number> {
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const files = new Set([...html.matchAll(/\/admin\/(assets\/[\w.-]+\.(?:js|css))/g)].map(([, path]) => path ?? ''))
  for (const name of await readdir(join(folder, 'assets')))
    if (/^(Overview|DayCharts|de)-/.test(name)) files.add(`assets/${name}`)
  for (const path of files) {
    if (!path.endsWith('.js')) continue
    const text = await readFile(join(folder, path), 'utf8')
    for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      files.add(`assets/${name ?? ''}`)
  }
  const sizes = await Promise.all([...files].map(async (path) => gzipSync(await readFile(join(folder, path))).length))
  return gzipSync(html).length + sizes.reduce((sum, size) => sum + size, 0)
}
