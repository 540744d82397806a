import { readFile, realpath } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { isOwnPage } from './page-address.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * Answers requests for the page's files: those under `root`, of a type that a page is made of, and no others, whatever
 * the address is made to look like. Every answer carries the policy.
 */
export function pageFiles(root: string, policy: string): (request: Request) => Promise<Response> {
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  }
  const refuse = (status: number) => new Response(null, { status, headers })

  return async (request) => {
    if (request.method !== 'GET') return refuse(405)
    if (!isOwnPage(request.url)) return refuse(404)
    try {
      const file = await realpath(join(root, decodeURIComponent(new URL(request.url).pathname)))
      const inside = relative(await realpath(root), file)
      const type = types[extname(file)]
      if (inside === '' || inside.split(sep)[0] === '..' || type === undefined) return refuse(404)
      return new Response(await readFile(file), { headers: { ...headers, 'content-type': type } })
    } catch {
      // Not there, a folder, or an address that is none: to a page it is all the same.
      return refuse(404)
    }
  }
}
