import { setTimeout as delay } from 'node:timers/promises'
import { GuestError } from '../hypervisors/hypervisor.ts'
import { LEFT_NOTE } from './leave-shares.ts'
import { agentOf, type Machine } from './machine.ts'

/** A share as it is mounted in a guest. */
export interface GuestShare {
  readonly unc: string
  readonly mountPoint: string
  readonly user: string
  readonly password: string
}

// Constant texts: what varies comes as positional parameters or on standard input, so nothing is ever quoted here. They
// start as few programs as they can: a person is waiting. (The shell's `read` can't read /proc/sys: it asks byte by byte.)

/** What lies on a mount point that has no share, by its name in /proc/mounts. */
const NOTHING = 'daruma-no-share'

/**
 * Standard input: a credentials file. It is on tmpfs for as long as the mount takes, and no longer. $3: `again`, if this is not
 * part of a run; then nothing is mounted in a machine that was told to let go of its shares, which is about to be saved.
 *
 * The connection always leaves from the same port. A machine that was killed never ended its own, and the server would
 * keep that one's open files from us until it noticed, for minutes; a new connection from the same port makes it notice at
 * once (RFC 5961, section 4: it asks, and our answer resets the old one).
 */
const MOUNT = `set -eu
umask 077
while read -r what on _; do [ "$on" != "$2" ] || mounted=$what; done < /proc/mounts
if [ "\${mounted-${NOTHING}}" = ${NOTHING} ]; then
  c=/run/daruma/share.credentials; p=/proc/sys/net/ipv4/ip_local_port_range; range=$(cat "$p")
  trap 'echo "$range" > "$p"; rm -f "$c"' EXIT
  [ -d /run/daruma ] || mkdir -m 700 /run/daruma
  if [ -z "\${3-}" ]; then : > ${LEFT_NOTE}; elif [ -s ${LEFT_NOTE} ]; then echo 'it has let go of its shares' >&2; exit 1; fi
  while IFS= read -r line; do printf '%s\\n' "$line"; done > "$c"
  [ -d "$2" ] || mkdir -p "$2"
  echo "61445 61445" > "$p"
  /sbin/mount.cifs "$1" "$2" -o "credentials=$c,vers=3.1.1,uid=1000,gid=1000,file_mode=0600,dir_mode=0700,echo_interval=5"
fi
ls -A "$2" > /dev/null`

/** $1: a mount point. As long as no share is there, nothing can be written there either: it would be on this computer alone. */
const NO_SHARE = `while read -r _ on _; do [ "$on" != "$1" ] || exit 0; done < /proc/mounts
[ -d "$1" ] || mkdir -p "$1"
mount -t tmpfs -o ro,nosuid,nodev,noexec,size=4k,mode=0555 ${NOTHING} "$1"`

/** The hardware clock as the kernel tells it, within a second. `hwclock` would wait for that second to begin. */
const SET_CLOCK = `read -r seconds < /sys/class/rtc/rtc0/since_epoch && date -u -s "@$seconds" > /dev/null`

const SHARE_OPENS = `while read -r what on _; do [ "$on" != "$1" ] || mounted=$what; done < /proc/mounts
[ "\${mounted-${NOTHING}}" != ${NOTHING} ] && ls -A "$1" > /dev/null`

/** At rest: booted, the picture up, nobody logged on. Waits for it, `withinMs` at most. */
export async function waitUntilAtRest(machine: Machine, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs
  for (;;) {
    const { code } = await run(machine, '/usr/bin/test', ['-e', '/run/daruma/at-rest'], 10_000)
    if (code === 0) return
    if (performance.now() >= until)
      throw new GuestError(`the guest did not come to rest within ${Math.round(withinMs / 1000)} s`)
    await delay(250, undefined, { signal: machine.signal })
  }
}

/** Sets the clock from the hardware's, which is always right: so a late call does no harm. */
export async function setClock(machine: Machine, withinMs: number): Promise<void> {
  const { code } = await run(machine, '/bin/sh', ['-c', SET_CLOCK], withinMs)
  if (code !== 0) await agentOf(machine).setClockFromHardware(withinMs, machine.signal)
}

/**
 * Mounts the share and looks into it. Fine if it is mounted. `again`: not as part of a run, and so not in a machine that was told
 * to let go of its shares.
 */
export async function mountShare(
  machine: Machine,
  share: GuestShare,
  withinMs: number,
  when: 'in a run' | 'again' = 'in a run',
): Promise<void> {
  const credentials = `username=${share.user}\npassword=${share.password}\n`
  const { code, err } = await run(
    machine,
    '/bin/sh',
    ['-c', MOUNT, 'mount-share', share.unc, share.mountPoint, ...(when === 'again' ? [when] : [])],
    withinMs,
    credentials,
  )
  if (code !== 0) throw new GuestError(`the share ${share.unc} could not be mounted: ${mountError(err)}`)
}

/** Sees to it that nobody writes to a mount point without a share. Fine if there is one. */
export async function closeMountPoint(machine: Machine, mountPoint: string, withinMs: number): Promise<void> {
  const { code, err } = await run(machine, '/bin/sh', ['-c', NO_SHARE, 'no-share', mountPoint], withinMs)
  if (code !== 0) throw new GuestError(`${mountPoint} could not be closed: ${lastLine(err)}`)
}

export async function shareOpens(machine: Machine, mountPoint: string, withinMs: number): Promise<boolean> {
  const { code } = await run(machine, '/bin/sh', ['-c', SHARE_OPENS, 'share-opens', mountPoint], withinMs)
  return code === 0
}

/** Starts the user's session and waits until its panel is on screen. Fine if it runs. */
export async function startSession(machine: Machine, withinMs: number): Promise<void> {
  const { code, err } = await run(machine, '/usr/bin/systemctl', ['start', 'daruma-session.service'], withinMs)
  if (code !== 0) throw new GuestError(`the session did not start: ${lastLine(err)}`)
}

/** Writes what is in the guest's memory to its disks and shares. */
export async function flush(machine: Machine, withinMs: number): Promise<void> {
  await run(machine, '/bin/sync', [], withinMs)
}

async function run(machine: Machine, program: string, args: readonly string[], timeoutMs: number, input?: string) {
  return agentOf(machine).exec(program, args, {
    timeoutMs,
    signal: machine.signal,
    ...(input === undefined ? {} : { input }),
  })
}

/** mount.cifs ends with advice; the error is the line before it. */
function mountError(said: string): string {
  return said.split('\n').find((line) => line.includes('mount error(')) ?? lastLine(said)
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
