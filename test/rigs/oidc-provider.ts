import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

/** A real OIDC provider, run as a worker so that its clock can be another; it lets in whoever comes. */

const { redirect, skewMs, groups } = workerData as {
  redirect: string
  skewMs: number
  groups: Record<string, string[]>
}

const clock = Date.now
Date.now = () => clock() + skewMs
// @ts-expect-error -- it comes without types
const { default: Provider } = (await import('oidc-provider')) as unknown as {
  default: new (issuer: string, configuration: object) => { callback(): (request: unknown, response: unknown) => void }
}

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'daruma',
        client_secret: 'a secret of the client',
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [redirect],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups'] },
    cookies: { keys: ['for a test'] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, preferred_username: sub, name: `${sub} of the provider`, groups: groups[sub] ?? [] }),
    }),
  })
  const handle = provider.callback()
  server.on('request', (request, response) => handle(request, response))
  parentPort?.postMessage(issuer)
})
