#!/bin/bash
# Builds the demo desktop: build.sh FOLDER HASH makes FOLDER with vmlinuz, initrd, disk.qcow2 and image.json in it.
# FOLDER appears at the end and at once, so what is there is whole. Whoever comes second waits and finds it made.
set -euo pipefail
# Not everybody who is root has root's path.
PATH=$PATH:/usr/sbin:/sbin
recipe=$(cd "$(dirname "$0")" && pwd)
target=$1
hash=$2

mkdir -p "$(dirname "$target")"
exec 9> "$target.lock"
flock --nonblock 9 || { echo 'desktop image: waiting for another who builds it'; flock 9; }
[ -e "$target/image.json" ] && exit 0

# What a broken-off build left: its lock is ours now, so nobody works there.
rm -rf "$target.building" "$target"
work=$target.building
mkdir -p "$work/image"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

say() { echo "desktop image: $*"; }

say 'fetching the kernel'
"$recipe/kernel.sh" "$work/kernel"

say 'installing the desktop (about a minute)'
"$recipe/disk.sh" "$work/kernel" "$work/disk.raw"

say 'making the first file system'
"$recipe/initrd.sh" "$work/kernel" "$work/image/initrd"
cp "$work/kernel/vmlinuz" "$work/image/vmlinuz"

say 'compressing the disk'
qemu-img convert -c -o compression_type=zstd -O qcow2 "$work/disk.raw" "$work/image/disk.qcow2"
chmod 0444 "$work/image/disk.qcow2"

cat > "$work/image/image.json" << JSON
{
  "name": "Demo desktop",
  "hash": "$hash",
  "kernelCommandLine": "$(cat "$recipe/kernel-command-line")"
}
JSON
sync -f "$work/image"
mv "$work/image" "$target"
say "ready, $(du -sh --apparent-size "$target" | cut -f1)"
