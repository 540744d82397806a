import { z } from 'zod'
import { amount, matching, oneOf, port, said, text } from '../config/values.ts'

const UserNetwork = z.strictObject({
  kind: z.literal('user'),
  /** Where the file server listens on this machine. The guest reaches it as 10.0.2.100, port 445, and nothing else. */
  share: z
    .strictObject({
      host: matching(/^[A-Za-z0-9.-]+$/, 'the address of a file server', '127.0.0.1').default('127.0.0.1'),
      port: port(445).default(445),
    })
    .nullable()
    .default(null),
})

const TapNetwork = z.strictObject({
  kind: z.literal('tap'),
  ifname: matching(/^[A-Za-z0-9_.-]{1,15}$/, 'the name of a tap interface that exists', 'tap0'),
})

/** What an administrator says of a desktop's machine. Changing any of it makes the memory images taken before unfit. */
export const MachineSpec = z.strictObject({
  /** A folder with `disk.qcow2`, `image.json` and, for `boot: kernel`, `vmlinuz` and `initrd`. */
  image: text('the folder of a golden image', '/var/lib/daruma/images/desktop'),
  /** `kernel`: the image's own kernel and initrd; `disk`: what the firmware finds on the disk. */
  boot: oneOf(['kernel', 'disk']).default('kernel'),
  memoryMiB: amount('MiB', 128, 1_048_576, 512).default(512),
  processors: amount('processors', 1, 64, 2).default(1),
  /** A named model with its version, never `host` or `max`: those differ between hosts, and memory would not fit. */
  cpuModel: matching(/^[A-Za-z0-9_.-]+-v[0-9]+$/, 'a CPU model with its version', 'Nehalem-v1').default('Nehalem-v1'),
  /** Its network card's address; one is made of the desktop's id if none is given. */
  mac: matching(/^52:54:00(:[0-9a-f]{2}){3}$/, 'an address that begins with 52:54:00', '52:54:00:12:34:56').optional(),
  network: z
    .discriminatedUnion('kind', [UserNetwork, TapNetwork], { error: said('a kind of network', 'kind: user') })
    .default({ kind: 'user', share: null }),
})
export type MachineSpec = z.output<typeof MachineSpec>
