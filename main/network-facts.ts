import { getServers } from 'node:dns'
import { existsSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'

export interface NetworkFacts {
  /** Names and addresses of its network cards. */
  readonly addresses: string[]
  readonly gateway: string | null
  readonly nameServers: string[]
  /** What sets it up, as far as can be seen from here. */
  readonly setBy: string | null
}

export function networkFacts(): NetworkFacts {
  const managers = [
    ['NetworkManager', '/run/NetworkManager'],
    ['systemd-networkd', '/run/systemd/netif/links'],
    ['ifupdown', '/run/network/ifstate'],
  ] as const
  return {
    addresses: Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
      all.filter((a) => !a.internal && !a.address.startsWith('fe80')).map((a) => `${name} ${a.address}`),
    ),
    gateway: gatewayIn(textOf('/proc/net/route')),
    nameServers: getServers(),
    setBy: managers.find(([, place]) => existsSync(place))?.[0] ?? null,
  }
}

/** The default way out, of the kernel's table: addresses stand there as numbers of this computer's byte order. */
export function gatewayIn(table: string): string | null {
  for (const line of table.split('\n').slice(1)) {
    const [, destination, gateway] = line.split(/\s+/)
    if (destination !== '00000000' || gateway === undefined || !/^[0-9A-F]{8}$/.test(gateway)) continue
    return [6, 4, 2, 0].map((at) => Number.parseInt(gateway.slice(at, at + 2), 16)).join('.')
  }
  return null
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
