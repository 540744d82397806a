#!/bin/bash
# disk.sh KERNEL FILE: the root file system as FILE. Needs root, for the packages' scripts run in a chroot; no loop device
# and no mount of ours.
set -euo pipefail
recipe=$(cd "$(dirname "$0")" && pwd)
export DARUMA_RECIPE=$recipe DARUMA_KERNEL=$1
disk=$2
packages=$(grep -v -e '^#' -e '^$' "$recipe/packages" | paste -sd,)
# The machine's own sources, but only Debian's: others have nothing for this desktop.
sources=$(mktemp)
root=$disk.root
trap 'rm -rf "$sources" "$root"' EXIT
apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
  grep -E '/? bookworm(-updates|-security)? ' | sort -u > "$sources"
if [ ! -s "$sources" ]; then
  echo 'desktop image: apt has no list of Debian bookworm; run apt-get update, and see that it is among its sources' >&2
  exit 1
fi
mmdebstrap --quiet --mode=root --variant=minbase --format=directory \
  --aptopt='APT::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --include="$packages" \
  --customize-hook="$recipe/customise.sh" \
  bookworm "$root" "$sources"
# A root file system that cannot be trusted stops the machine where everybody sees it.
truncate -s 2G "$disk"
mke2fs -q -t ext4 -L desktop -e panic -m 0 -d "$root" "$disk"
