import type { Policy, Probe } from '../../shared/api/policy.ts'

/** Whether every file system that the kernel checks is without a recorded error, and the system's may be written to. */
const LINUX_FILE_SYSTEMS = `for f in /sys/fs/ext4/*/errors_count; do
  [ -e "$f" ] || continue
  read -r n < "$f"
  [ "$n" = 0 ] || { echo "$f: $n"; exit 1; }
done
while read -r _ where _ options _; do
  case $where,$options in /,ro|/,ro,*) echo "/ is read-only"; exit 1 ;; esac
done < /proc/mounts`

/** What is tried where a policy names no probes of its own. */
const usual: Record<Policy['guest'], readonly Probe[]> = {
  linux: [
    {
      name: 'file systems are clean',
      program: '/bin/sh',
      arguments: ['-c', LINUX_FILE_SYSTEMS],
      withinSeconds: 30,
      exitCode: 0,
    },
    { name: 'programs work', program: '/usr/lib/daruma/check', arguments: [], withinSeconds: 30, exitCode: 0 },
  ],
  // Written by the book, and never tried on a Windows guest.
  windows: [
    {
      name: 'file systems are clean',
      program: 'C:\\Windows\\System32\\chkntfs.exe',
      arguments: ['C:'],
      withinSeconds: 60,
      exitCode: 0,
    },
    {
      name: 'the user service runs',
      program: 'C:\\Windows\\System32\\sc.exe',
      arguments: ['query', 'ProfSvc'],
      withinSeconds: 30,
      exitCode: 0,
      says: 'RUNNING',
    },
  ],
}

export function probesOf({ probes, guest }: Pick<Policy, 'probes' | 'guest'>): readonly Probe[] {
  return probes ?? usual[guest]
}
