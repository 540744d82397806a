import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import type { z } from 'zod'
import { type ProblemName, problem } from '../../../../shared/api/problem.ts'
import type { Route } from '../../../../shared/api/route.ts'
import { policy } from '../serve.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 100"><rect width="160" height="100" fill="#2F5F7D"/><path d="M0 70C40 40 70 80 110 55s40-20 50-25v70H0z" fill="#3F7796"/></svg>'

type Params = Readonly<Record<string, string>>
type Answers = (params: Params, query: URLSearchParams) => unknown

/** Serves the built page under the broker's policy, and answers its calls with what a state says, each of the call's own shape. */
export class FakeBroker {
  readonly #routes: { readonly route: Route; readonly pattern: RegExp; readonly answer: Answers }[] = []
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #folder: string
  /** No answer at all, as of a broker that is gone. */
  down = false
  /** Answers wait for ever. */
  slow = false

  constructor(folder: string) {
    this.#folder = folder
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** Forgets what was said before. */
  reset(): void {
    this.#routes.splice(0)
    this.down = false
    this.slow = false
  }

  /** What is cut off now: streams, too. */
  cut(): void {
    this.down = true
    this.#server.closeAllConnections()
  }

  on<R extends Route>(route: R, answer: (params: Params, query: URLSearchParams) => z.input<R['response']>): void {
    const pattern = new RegExp(`^${route.path.replace(/:[A-Za-z]+/g, (name) => `(?<${name.slice(1)}>[^/]+)`)}$`)
    this.#routes.unshift({ route, pattern, answer })
  }

  refuse(route: Route, name: ProblemName, detail?: string): void {
    this.on(route, () => {
      throw Object.assign(new Error(name), { problem: problem(name, detail) })
    })
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page')
    if (!pathname.startsWith('/api/')) return this.#file(pathname, response)
    if (this.down) return void request.socket.destroy()
    if (this.slow && !pathname.endsWith('/session')) return
    if (pathname.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': here\n\n')
      return
    }
    if (pathname.endsWith('/picture')) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' })
      response.end(picture)
      return
    }
    for (const { route, pattern, answer } of this.#routes) {
      const found = route.method === request.method ? pattern.exec(pathname) : null
      if (found === null) continue
      const say = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(status === 204 ? undefined : JSON.stringify(body))
      }
      try {
        const params = Object.fromEntries(
          Object.entries(found.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)]),
        )
        say(route.status, route.response.parse(answer(params, searchParams)))
      } catch (error) {
        const told = (error as { problem?: { status: number } }).problem
        if (told === undefined) console.error(`${route.method} ${route.path}`, error)
        say(told?.status ?? 500, told ?? problem('internal', String(error)))
      }
      return
    }
    response.writeHead(404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(problem('unknown-path', pathname)))
  }

  async #file(pathname: string, response: ServerResponse): Promise<void> {
    const path = pathname.startsWith('/admin/assets/') ? pathname.slice('/admin'.length) : '/index.html'
    const body = await readFile(join(this.#folder, normalize(path))).catch(() => null)
    response.writeHead(body === null ? 404 : 200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': policy(''),
    })
    response.end(body ?? undefined)
  }
}
