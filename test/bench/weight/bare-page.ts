import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, createConnection } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { WebSocketServer } from 'ws'
import { project } from '../../../setup/places.mjs'

const PAGE = `<!doctype html><style>html, body { height: 100%; margin: 0; background: #000 }</style><body><script type="module">
import RFB from './novnc/core/rfb.js'
const rfb = new RFB(document.body, location.href.replace('http', 'ws') + 'picture')
rfb.scaleViewport = true
rfb.addEventListener('connect', () => fetch('./connected'))
</script>`

const novnc = join(project, 'node_modules', '@novnc', 'novnc')

/** The least that shows a picture: noVNC on an empty page, and what carries its bytes. */
export async function serveBarePage(
  picture: string,
): Promise<{ url: string; connected: () => Promise<void>; close: () => void }> {
  let heard: () => void = () => undefined
  const server = createServer((request, response) => {
    const url = request.url ?? '/'
    if (url === '/connected') heard()
    const file = url.startsWith('/novnc/') ? join(novnc, normalize(url.slice('/novnc'.length))) : null
    if (file === null) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
      return
    }
    const type = extname(file) === '.js' ? 'text/javascript' : 'application/octet-stream'
    readFile(file).then(
      (content) => response.writeHead(200, { 'content-type': type }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (page) => {
    const machine = createConnection({ path: picture })
    machine.on('data', (bytes) => page.send(bytes))
    page.on('message', (bytes: Buffer) => machine.write(bytes))
    page.on('close', () => machine.destroy())
    machine.on('close', () => page.close())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    connected: () => new Promise<void>((resolve) => (heard = resolve)),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
