#!/bin/bash
# build.sh FOLDER PACKAGE...: what a thin client is before it is a kiosk: FOLDER/root, a plain Debian with these packages,
# and FOLDER/vmlinuz and FOLDER/initrd to boot it in QEMU. Needs root. FOLDER appears at the end and at once.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
rig=$(cd "$(dirname "$0")" && pwd)
desktop=$(cd "$rig/../../../resources/desktop-image" && pwd)
target=$1
shift

mkdir -p "$(dirname "$target")"
exec 9> "$target.lock"
flock 9
[ -e "$target/initrd" ] && exit 0
rm -rf "$target.building" "$target"
work=$target.building
mkdir -p "$work/done"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

"$desktop/kernel.sh" "$work/kernel"
sources=$work/sources
apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
  grep -E '/? bookworm(-updates|-security)? ' | sort -u > "$sources"
[ -s "$sources" ] || { echo 'apt has no list of Debian bookworm; run apt-get update' >&2; exit 1; }
export DARUMA_KERNEL=$work/kernel DARUMA_RIG=$rig DARUMA_MODULES_OF=$desktop/modules-of.sh
mmdebstrap --quiet --mode=root --variant=minbase --format=directory \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --include="$(printf '%s\n' dbus iproute2 kmod procps qemu-guest-agent systemd-sysv udev "$@" | paste -sd,)" \
  --customize-hook="$rig/customise.sh" \
  bookworm "$work/done/root" "$sources"
"$desktop/initrd.sh" "$work/kernel" "$work/done/initrd"
cp "$work/kernel/vmlinuz" "$work/done/vmlinuz"
mv "$work/done" "$target"
