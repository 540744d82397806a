import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'ldapts'

const run = promisify(execFile)
const SUFFIX = 'dc=example,dc=org'
const READY_MS = 60_000
const PASSWORD = 'of the directory'

/** OpenLDAP from Debian's package, with a folder, a port and an authority of its own; it goes with whoever started it. */
export class Slapd {
  readonly suffix = SUFFIX
  readonly bindDn = `cn=admin,${SUFFIX}`
  readonly password = PASSWORD
  readonly ca: string
  readonly ldap: string
  readonly ldaps: string
  readonly #folder: string
  #server: ChildProcess | null = null

  private constructor(folder: string, ports: readonly [number, number]) {
    this.#folder = folder
    this.ca = join(folder, 'ca.pem')
    this.ldap = `ldap://localhost:${ports[0]}`
    this.ldaps = `ldaps://localhost:${ports[1]}`
  }

  /** `ldif`: what is in it, below the suffix. */
  static async start(ldif: string): Promise<Slapd> {
    const folder = await mkdtemp(join(tmpdir(), 'daruma-ldap-'))
    const slapd = new Slapd(folder, [await freePort(), await freePort()])
    await slapd.#prepare(ldif)
    await slapd.resume()
    return slapd
  }

  /** Starts it, if it was stopped. */
  async resume(): Promise<void> {
    const command = [
      '/usr/sbin/slapd',
      '-d',
      '0',
      '-f',
      join(this.#folder, 'slapd.conf'),
      '-h',
      `${this.ldap} ${this.ldaps}`,
    ]
    this.#server = spawn('setpriv', ['--pdeathsig', 'SIGKILL', ...command], { stdio: 'ignore' })
    const end = Date.now() + READY_MS
    for (;;) {
      const client = new Client({ url: this.ldap, connectTimeout: 1000, timeout: 5000 })
      const answered = await client.bind(this.bindDn, PASSWORD).then(
        () => true,
        () => false,
      )
      await client.unbind().catch(() => {})
      if (answered) return
      if (Date.now() > end || this.#server.exitCode !== null) throw new Error('slapd does not answer')
      await delay(100)
    }
  }

  /** `SIGSTOP`: it takes connections and says nothing; `SIGCONT`: it goes on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#server?.kill(name)
  }

  async halt(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    await this.halt()
    await rm(this.#folder, { recursive: true })
  }

  async #prepare(ldif: string): Promise<void> {
    const at = (name: string) => join(this.#folder, name)
    await mkdir(at('data'))
    await certificates(this.#folder)
    const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`)
    await writeFile(
      at('slapd.conf'),
      `${schemas.join('\n')}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${at('pid')}
TLSCACertificateFile ${at('ca.pem')}
TLSCertificateFile ${at('server.pem')}
TLSCertificateKeyFile ${at('server.key')}
disallow bind_anon
database mdb
maxsize 67108864
suffix "${SUFFIX}"
rootdn "${this.bindDn}"
rootpw "${PASSWORD}"
directory ${at('data')}
dbnosync
`,
      { mode: 0o600 },
    )
    await writeFile(
      at('people.ldif'),
      `dn: ${SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: Example\ndc: example\n\n${ldif}`,
    )
    await run('/usr/sbin/slapadd', ['-q', '-f', at('slapd.conf'), '-l', at('people.ldif')])
  }
}

/** An authority that nobody knows, and a certificate of it for `localhost`. */
async function certificates(folder: string): Promise<void> {
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test')
  await openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost')
  await writeFile(join(folder, 'names'), 'subjectAltName=DNS:localhost')
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names']
  await openssl('x509', '-req', '-in', 'server.csr', ...by, '-out', 'server.pem', '-days', '2')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
