import { join } from 'node:path'

export interface SambaOptions {
  /** Everything of it is below; made if need be. */
  readonly folder: string
  /** Loopback alone, unless it is inside a network namespace of its own. */
  readonly address: string
  readonly port: number
  readonly share: string
  readonly user: string
  readonly password: string
  /** Nobody may write to it. */
  readonly readOnly?: boolean
  /** Where its network is, if not the machine's. */
  readonly namespace?: string
}

/** smb.conf: one share, nothing else; every file of the server's own below its folder. */
export function sambaConfig(options: SambaOptions & { readonly account: string; readonly files: string }): string {
  const { folder, address, port, share, account, files } = options
  const own = (part: string) => join(folder, part)
  return `[global]
  server role = standalone server
  interfaces = ${address}/32
  bind interfaces only = yes
  smb ports = ${port}
  disable netbios = yes
  server min protocol = SMB3_11
  map to guest = never
  restrict anonymous = 2
  passdb backend = tdbsam:${own('private/passdb.tdb')}
  username map = ${own('users')}
  private dir = ${own('private')}
  lock directory = ${own('lock')}
  state directory = ${own('state')}
  cache directory = ${own('cache')}
  pid directory = ${own('pid')}
  ncalrpc dir = ${own('rpc')}
  log file = ${own('log')}
  max log size = 1000
  load printers = no
  printing = bsd
  printcap name = /dev/null
  disable spoolss = yes
  unix extensions = no
  smb2 leases = yes

[${share}]
  path = ${files}
  valid users = ${account}
  force user = ${account}
  read only = ${options.readOnly === true ? 'yes' : 'no'}
  create mask = 0600
  directory mask = 0700
`
}
