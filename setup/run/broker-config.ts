import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { MachineSpec } from '../../broker/hypervisors/machine-spec.ts'
import { QemuOptions, type QemuSetup } from '../../broker/hypervisors/qemu/options.ts'
import type { Ports } from './ports.ts'

export const DESKTOP = 'accounts'
export const SHARE = 'home'

export interface Demo {
  /** The folder of the demo. */
  readonly folder: string
  /** The golden image's. */
  readonly image: string
  /** The rescue guest's. */
  readonly rescue: string
  readonly ports: Ports
  readonly person: string
  /** Who may do all on the help desk's page. */
  readonly helper: string
}

/** Where the broker keeps its own. */
export function brokerData({ folder }: Pick<Demo, 'folder'>): string {
  return join(folder, 'broker')
}

export function secretFile({ folder }: Pick<Demo, 'folder'>, name: string): string {
  return join(folder, 'secrets', name)
}

/** Writes the broker's configuration: one desktop, with its share, of one person. Answers the file. */
export async function writeBrokerConfig(demo: Demo): Promise<string> {
  const file = join(demo.folder, 'broker.yaml')
  const config = {
    listen: { port: demo.ports.broker },
    dataDir: brokerData(demo),
    helpDesk: 'extension 4357',
    rescue: { image: demo.rescue },
    people: [
      { name: demo.person, displayName: 'Maria', passwordFile: secretFile(demo, demo.person) },
      {
        name: demo.helper,
        displayName: 'Alex',
        role: 'administrator',
        passwordFile: secretFile(demo, demo.helper),
      },
    ],
    desktops: [
      {
        id: DESKTOP,
        name: 'Accounts',
        owner: demo.person,
        machine: machine(demo),
        share: {
          label: 'H:',
          unc: `//10.0.2.100/${SHARE}`,
          mountPoint: '/media/H',
          user: demo.person,
          passwordFile: secretFile(demo, 'share'),
        },
        // Room enough for a computer without hardware virtualisation, where a desktop takes ten times as long.
        policy: { bootSeconds: 300, warmSeconds: 60, sessionSeconds: 120, pressesPerHour: 60 },
      },
    ],
  }
  await writeFile(file, stringify(config), { mode: 0o600 })
  return file
}

/** The same machines as the broker has them, for whoever ends them after it. */
export function qemuSetup(demo: Demo): QemuSetup {
  return {
    ...QemuOptions.parse({}),
    dataDir: brokerData(demo),
    desktops: { [DESKTOP]: MachineSpec.parse(machine(demo)) },
  }
}

function machine({ image, ports }: Demo) {
  return { image, network: { kind: 'user', share: { host: '127.0.0.1', port: ports.share } } }
}
