import { execFile } from 'node:child_process'
import { access, readdir } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface Bridge {
  /** The tap interface for a machine's network card. */
  readonly tap: string
  /** The network namespace in which a server on `address` is to run (`ip netns exec`). */
  readonly namespace: string
  /** Where a machine on `tap` finds that server. */
  readonly address: string
  remove(): Promise<void>
}

const ADDRESS = '10.0.2.100'
const NAMESPACES = '/run/netns'

let made = 0

/**
 * A network as real as one computer can have: a bridge with a tap on one side and, on the other, a namespace whose kernel
 * keeps its TCP connections by itself. QEMU's user networking hides what happens to a connection when memory is loaded;
 * this does not. Needs root. What an earlier process left when it was killed goes first.
 */
export async function makeBridge(): Promise<Bridge> {
  await removeLeftovers()
  const key = `${process.pid}-${made++}`
  const { namespace, bridge, tap, here, there } = names(key)
  const remove = () => removeAll(key)
  try {
    await ip('netns', 'add', namespace)
    // No address on this side, so the computer's own routes do not change.
    await ip('link', 'add', bridge, 'type', 'bridge')
    await ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', namespace)
    await ip('tuntap', 'add', 'dev', tap, 'mode', 'tap')
    for (const port of [here, tap]) await ip('link', 'set', port, 'master', bridge, 'up')
    await ip('link', 'set', bridge, 'up')
    await ip('-n', namespace, 'address', 'add', `${ADDRESS}/24`, 'dev', there)
    for (const own of ['lo', there]) await ip('-n', namespace, 'link', 'set', own, 'up')
    return { tap, namespace, address: ADDRESS, remove }
  } catch (error) {
    await remove()
    throw new Error('no bridge could be made; it needs root, and a kernel with bridges, veth and tap', { cause: error })
  }
}

/** Interface names hold 15 characters: a key is a process id and a small number. */
function names(key: string) {
  return { namespace: `daruma-${key}`, bridge: `db${key}`, tap: `dt${key}`, here: `dh${key}`, there: 'server' }
}

async function removeAll(key: string): Promise<void> {
  const { namespace, bridge, tap, here } = names(key)
  await ip('link', 'delete', here).catch(() => undefined)
  await ip('link', 'delete', tap).catch(() => undefined)
  await ip('link', 'delete', bridge).catch(() => undefined)
  await ip('netns', 'delete', namespace).catch(() => undefined)
}

async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(NAMESPACES).catch(() => [])) {
    const [, key, pid] = /^daruma-((\d+)-\d+)$/.exec(name) ?? []
    if (key === undefined || pid === undefined) continue
    const lives = await access(`/proc/${pid}`).then(
      () => true,
      () => false,
    )
    if (!lives) await removeAll(key)
  }
}

function ip(...args: string[]): Promise<unknown> {
  return promisify(execFile)('ip', args)
}
