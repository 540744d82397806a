#!/bin/bash
# kernel.sh FOLDER: Debian's newest kernel (vmlinuz) and its modules (lib/modules/VERSION), by the machine's apt sources.
set -euo pipefail
folder=$1
mkdir -p "$folder/package"
cd "$folder"
package=$(apt-cache depends linux-image-amd64 | awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }')
if [ -z "$package" ]; then
  echo 'desktop image: apt knows no linux-image-amd64; run apt-get update, and see that Debian is among its sources' >&2
  exit 1
fi
# As root apt would rather be the user _apt, who may not write here; it says so in a warning and goes on.
(cd package && apt-get -q -q -o APT::Sandbox::User=root download "$package")
dpkg-deb --fsys-tarfile package/*.deb | tar -x --wildcards './boot/vmlinuz-*' './lib/modules/*'
rm -r package
mv boot/vmlinuz-* vmlinuz
depmod --basedir "$folder" "$(ls lib/modules)"
