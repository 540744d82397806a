#!/bin/bash
# initrd.sh KERNEL FILE: just enough to mount the disk, and to tell QEMU if that fails.
set -euo pipefail
recipe=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{bin,dev,proc,root,modules}
cp "$(command -v busybox)" "$tree/bin/busybox"
"$recipe/modules-of.sh" "$1" pvpanic-mmio virtio_pci virtio_blk crc32c_generic ext4 | while read -r file; do
  cp "$file" "$tree/modules/"
  basename "$file" >> "$tree/modules/order"
done
install -m 0755 "$recipe/initrd-init" "$tree/init"
(cd "$tree" && find . | cpio --quiet -o -H newc --owner 0:0) > "$2"
