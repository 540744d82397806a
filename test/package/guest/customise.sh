#!/bin/bash
# customise.sh ROOT: what the machine around a thin client's Debian needs in QEMU. Called by mmdebstrap (build.sh).
set -euo pipefail
root=$1
version=$(ls "$DARUMA_KERNEL/lib/modules")
xargs "$DARUMA_MODULES_OF" "$DARUMA_KERNEL" < "$DARUMA_RIG/modules" | while read -r file; do
  install -D -m 0644 "$file" "$root/usr${file#"$DARUMA_KERNEL"}"
done
cp "$DARUMA_KERNEL/lib/modules/$version/modules."{builtin,builtin.modinfo,order} "$root/usr/lib/modules/$version/"
depmod --basedir "$root" "$version"
printf '[Match]\nName=e*\n[Network]\nDHCP=yes\n' > "$root/etc/systemd/network/80-wired.network"
ln -sf /usr/lib/systemd/system/systemd-networkd.service "$root/etc/systemd/system/multi-user.target.wants/"
echo thin-client > "$root/etc/hostname"
echo '127.0.0.1 localhost thin-client' > "$root/etc/hosts"
: > "$root/etc/machine-id"
rm -f "$root/etc/fstab" "$root/etc/resolv.conf"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*
