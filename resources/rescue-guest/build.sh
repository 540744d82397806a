#!/bin/bash
# Builds the helper guest that reads kept disks: build.sh FOLDER HASH makes FOLDER with vmlinuz, initrd and image.json in
# it. FOLDER appears at the end and at once. Needs no root. Whoever comes second waits and finds it made.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
recipe=$(cd "$(dirname "$0")" && pwd)
desktop=$recipe/../desktop-image
target=$1
hash=$2

mkdir -p "$(dirname "$target")"
exec 9> "$target.lock"
flock --nonblock 9 || { echo 'rescue guest: waiting for another who builds it'; flock 9; }
[ -e "$target/image.json" ] && exit 0
rm -rf "$target.building" "$target"
work=$target.building
tree=$work/tree
mkdir -p "$work/image" "$tree"/{bin,dev,proc,sys,modules,disks,share}
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

echo 'rescue guest: fetching the kernel'
"$desktop/kernel.sh" "$work/kernel"
modules() {
  "$desktop/modules-of.sh" "$work/kernel" "${@:2}" | while read -r file; do
    cp "$file" "$tree/modules/"
    basename "$file" >> "$tree/modules/$1"
  done
}
modules disks virtio_pci virtio_blk virtio_console virtio_rng crc32c_generic ext4
modules share virtio_net cifs ccm cmac ctr ecb gcm ghash-generic hmac md4 md5 nls_utf8 seqiv sha256_generic sha512_generic

echo 'rescue guest: packing'
packages=$work/packages
mkdir "$packages"
# As root apt would rather be the user _apt, who may not write here; it says so in a warning and goes on.
(cd "$packages" && apt-get -q -q -o APT::Sandbox::User=root download perl-base libc6 libcrypt1)
for package in "$packages"/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -x -C "$packages"; done
# The programs that read, and no more: what a hostile disk could be used with is not there.
(
  cd "$packages"
  cp --parents usr/bin/perl "$tree"
  cp -a --parents usr/lib/x86_64-linux-gnu/perl-base "$tree"
  cp --parents lib64/ld-linux-x86-64.so.2 lib/x86_64-linux-gnu/lib{c.so.6,m.so.6,crypt.so.1} "$tree"
)
rm -rf "$tree/usr/lib/x86_64-linux-gnu/perl-base/unicore"
cp "$(command -v busybox)" "$tree/bin/busybox"
install -m 0755 "$recipe/init" "$tree/init"
install -m 0644 "$recipe/reader" "$tree/reader"
(cd "$tree" && find . | cpio --quiet -o -H newc --owner 0:0) > "$work/image/initrd"
cp "$work/kernel/vmlinuz" "$work/image/vmlinuz"
cat > "$work/image/image.json" << JSON
{
  "name": "Rescue guest",
  "hash": "$hash",
  "kernelCommandLine": "$(cat "$recipe/kernel-command-line")"
}
JSON
sync -f "$work/image"
mv "$work/image" "$target"
echo "rescue guest: ready, $(du -sh --apparent-size "$target" | cut -f1)"
