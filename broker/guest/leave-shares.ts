import { GuestError } from '../hypervisors/hypervisor.ts'
import { agentOf, type Machine } from './machine.ts'

/** The shares were let go of; or why they were not. */
export type Left = 'left' | 'share-in-use' | 'share-not-left' | 'no-answer'

/** What is on a network, and so may hold what is older than others have by now. */
const NETWORK = 'cifs|smb3|nfs|nfs4|ceph|afs|9p|glusterfs|fuse.glusterfs|fuse.sshfs|fuse.rclone|davfs|fuse.davfs'

/** In the guest, not empty: it was told to let go of its shares, so nobody mounts any until it is to be used again. */
export const LEFT_NOTE = '/run/daruma/share-left'

const IN_USE = 3
const NOT_LEFT = 4

/**
 * A constant text, as in `linux.ts`. Unmounting writes what was not written yet, waits for the server's word that it has it,
 * and ends the session; a share that is in use stays as it is. Then it looks, until its caller's time is over: nothing may be
 * left of any share in any namespace, and no connection to a file server (by SMB's port or NFS's). A connection that was
 * ended would be remembered for a minute, and shares are always mounted from the same port: so meanwhile none is.
 */
const LEAVE = `[ -d /run/daruma ] || mkdir -m 700 /run/daruma
echo left > ${LEFT_NOTE}
ended=/proc/sys/net/ipv4/tcp_max_tw_buckets; most=$(cat "$ended")
trap 'echo "$most" > "$ended"' EXIT
echo 0 > "$ended"
umount -a -t cifs,smb3,nfs,nfs4 2> /dev/null
while read -r _ _ type _; do case "$type" in ${NETWORK}) exit ${IN_USE};; esac; done < /proc/self/mounts
left() {
  if [ -e /proc/fs/cifs/DebugData ]; then
    while read -r line; do case "$line" in *ConnectionId:*) return 1;; esac; done < /proc/fs/cifs/DebugData
  fi
  for table in /proc/net/tcp /proc/net/tcp6; do
    [ -e "$table" ] || continue
    while read -r _ _ to _; do case "$to" in *:01BD|*:0801) return 1;; esac; done < "$table"
  done
}
tries=0
until left; do
  tries=$((tries + 1)); [ "$tries" -lt 20 ] || exit ${NOT_LEFT}
  sleep 0.03
done`

/**
 * Has the guest let go of all its shares, `withinMs` at most, and looks that nothing is left of them. Only `left` is a
 * promise. Rejects only if nobody waits any more.
 */
export async function leaveShares(machine: Machine, withinMs: number): Promise<Left> {
  try {
    const options = { timeoutMs: withinMs, signal: machine.signal }
    const { code } = await agentOf(machine).exec('/bin/sh', ['-c', LEAVE, 'leave-shares'], options)
    if (code === 0) return 'left'
    return code === IN_USE ? 'share-in-use' : 'share-not-left'
  } catch (error) {
    machine.signal.throwIfAborted()
    if (error instanceof GuestError) return 'no-answer'
    throw error
  }
}
