import { type AddressInfo, createServer } from 'node:net'
import Fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { listen } from '../../../broker/http/listen.ts'

const app = Fastify()
afterEach(() => app.close())

test('says what to do about a port in use', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  await expect(listen(app, { host: '127.0.0.1', port, tls: null })).rejects.toThrow(
    new RegExp(`port ${port} of 127.0.0.1 is in use; .* listen.port`),
  )
  other.close()
})

test('says what to do about an address that is not this machine’s', async () => {
  await expect(listen(Fastify(), { host: '192.0.2.1', port: 0, tls: null })).rejects.toThrow(/listen.host/)
})
