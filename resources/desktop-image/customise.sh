#!/bin/bash
# customise.sh ROOT: makes the demo desktop of a plain Debian. Called by mmdebstrap (disk.sh).
set -euo pipefail
root=$1
recipe=$DARUMA_RECIPE

modules() {
  local version
  version=$(ls "$DARUMA_KERNEL/lib/modules")
  grep -v -e '^#' -e '^$' "$recipe/modules" | xargs "$recipe/modules-of.sh" "$DARUMA_KERNEL" | while read -r file; do
    install -D -m 0644 "$file" "$root/usr${file#"$DARUMA_KERNEL"}"
  done
  cp "$DARUMA_KERNEL/lib/modules/$version/modules."{builtin,builtin.modinfo,order} "$root/usr/lib/modules/$version/"
  depmod --basedir "$root" "$version"
}

people() {
  chroot "$root" useradd --uid 1000 --user-group --home-dir /home/user --shell /bin/bash user
  mkdir -p "$root/home/user" "$root/media/H"
}

overlay() {
  tar -C "$recipe/files" --owner=0 --group=0 --mode='u=rwX,go=rX' -c . | tar -C "$root" -x --no-overwrite-dir
  chown -R 1000:1000 "$root/home/user"
  # The clock on the desk and the one on the desktop shall tell the same.
  rm -f "$root/etc/localtime"
  cp -L /etc/localtime "$root/etc/localtime"
  # Empty: each desktop gets its own, and is not asked to arrange itself anew as at a first start.
  : > "$root/etc/machine-id"
  # The first file system mounts the disk as it is to be (initrd-init); there is no other.
  rm -f "$root/etc/resolv.conf" "$root/etc/fstab"
}

pictures() {
  local icon size theme=/usr/share/icons/Daruma
  chroot "$root" rsvg-convert /usr/share/backgrounds/daruma.svg -o /usr/share/backgrounds/daruma.png
  for icon in "$root$theme"/source/*.svg; do
    icon=$(basename "$icon" .svg)
    for size in 24 32 48; do
      mkdir -p "$root$theme/${size}x$size"
      chroot "$root" rsvg-convert -w $size -h $size "$theme/source/$icon.svg" -o "$theme/${size}x$size/$icon.png"
    done
  done
  # The editor asks for its own name first.
  for size in 24 32 48; do ln -s accessories-text-editor.png "$root$theme/${size}x$size/org.xfce.mousepad.png"; done
  rm -r "$root$theme/source"
  # The one theme that GTK 2 has from Debian and that is not of the nineties, in the colours of the wallpaper.
  sed -i -e 's/#CECECE/#eef1f3/' -e 's/#398ee7/#4580a3/' "$root/usr/share/themes/Greybird/gtk-2.0/gtkrc"
  # The disk keeps whole seconds: with fractions in them, fontconfig and GTK would find their caches old at every start.
  find "$root/usr/share/fonts" "$root/usr/share/icons" -exec touch -h -d "@$(date +%s)" {} +
  chroot "$root" fc-cache -s
  for theme in Daruma elementary-xfce Adwaita hicolor; do
    chroot "$root" gtk-update-icon-cache -q -f "/usr/share/icons/$theme"
  done
}

services() {
  local unit
  ln -sf /etc/systemd/system/daruma.target "$root/etc/systemd/system/default.target"
  for unit in $(cat "$recipe/services-off"); do ln -sf /dev/null "$root/etc/systemd/system/$unit"; done
}

# Nothing on the desktop draws by OpenGL, speaks Python or installs packages.
trim() {
  rm -rf "$root"/usr/lib/x86_64-linux-gnu/{libLLVM*,dri,libz3*} "$root"/usr/lib/gcc "$root"/usr/lib/python3* \
    "$root"/usr/share/python* "$root"/usr/bin/python3* "$root"/usr/lib/udev/hwdb.* "$root"/usr/bin/rsvg-convert \
    "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/log/* "$root"/usr/share/mime/packages \
    "$root"/usr/share/icons/{DMZ-Black,elementary-xfce-dark*} "$root"/usr/share/themes/Greybird[-a-z]*
}

# What a session reads, for the page cache: see files/usr/lib/daruma/display.
reading_list() {
  {
    for program in openbox pcmanfm tint2 mousepad yad dbus-daemon dbus-run-session xdotool xrdb systemd-notify mount.cifs; do
      chroot "$root" sh -c "command -v $program && ldd \$(command -v $program)" | grep -oE '/[^ ]+'
    done
    chroot "$root" find /usr/lib/x86_64-linux-gnu/gdk-pixbuf-2.0 /usr/lib/x86_64-linux-gnu/gtk-2.0 \
      /usr/share/themes/Greybird/gtk-2.0 /usr/share/fonts /var/cache/fontconfig /etc/fonts /usr/share/mime/mime.cache \
      /usr/share/icons/Daruma /usr/share/icons/elementary-xfce/icon-theme.cache /usr/share/glib-2.0/schemas -type f
  } | chroot "$root" xargs realpath | sort -u > "$root/usr/share/daruma/programs-in-use"
}

modules
people
overlay
pictures
services
reading_list
trim
