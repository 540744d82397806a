/** Of what one computer has one. */
export const kinds = ['kiosk', 'client'] as const
export type Kind = (typeof kinds)[number]

/**
 * What Debian's packages give, each by both its names where the newer Debian has another. Of each library that Electron or
 * node-hid are linked with, its package: `test/package` looks whether all are found.
 */
const libraries = [
  either('libasound2'),
  either('libatk-bridge2.0-0'),
  either('libatk1.0-0'),
  either('libatspi2.0-0'),
  'libc6 (>= 2.36)',
  'libcairo2',
  either('libcups2'),
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  either('libglib2.0-0'),
  either('libgtk-3-0'),
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libstdc++6',
  'libudev1',
  'libusb-1.0-0',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
]

/** The X server, and what starts it. */
const session = [
  'fonts-dejavu-core',
  'init-system-helpers (>= 1.52)',
  'libpam-modules',
  'procps',
  'systemd (>= 247)',
  'udev',
  'util-linux',
  'x11-xkb-utils',
  'xauth',
  'xserver-xorg-core',
  'xserver-xorg-input-libinput',
]

export const depends: Record<Kind, readonly string[]> = { kiosk: [...libraries, ...session], client: libraries }

const described: Record<Kind, readonly string[]> = {
  kiosk: [
    'The recover button for virtual desktops, as a kiosk',
    "Makes a thin client boot into its user's desktop, with the button that brings it back, and into nothing else.",
    'It takes the first terminal, and there is no log-in on the others.',
  ],
  client: [
    'The recover button for virtual desktops, in a window',
    "A window with one's own desktop, and the button that brings it back, beside the computer's other programs.",
  ],
}

/** As a test build is called, so that nobody takes one for a release. */
export function packageName(kind: Kind, test: boolean): string {
  return `daruma-${kind}${test ? '-test-build' : ''}`
}

/** As Debian orders versions: a test build comes before its release. */
export function debianVersion(version: string): string {
  return version.replace('-', '~')
}

/** The control file. `size` in KiB. */
export function control(kind: Kind, about: { version: string; test: boolean; electron: string; size: number }): string {
  const { version, test, electron, size } = about
  const name = packageName(kind, test)
  const all = kinds.flatMap((k) => [packageName(k, true), packageName(k, false)]).filter((other) => other !== name)
  const [synopsis = '', ...long] = described[kind]
  const warning = `A TEST BUILD around Electron ${electron}, which has known holes. For trying and testing, never to be used.`
  return `${[
    `Package: ${name}`,
    `Version: ${debianVersion(version)}`,
    'Architecture: amd64',
    'Maintainer: Daruma <daruma@localhost>',
    `Installed-Size: ${size}`,
    'Section: x11',
    'Priority: optional',
    `Depends: ${depends[kind].join(', ')}`,
    'Recommends: fonts-noto-cjk, libgl1-mesa-dri',
    ...(test ? [`Provides: ${packageName(kind, false)}`] : []),
    `Conflicts: ${all.join(', ')}`,
    `Replaces: ${all.join(', ')}`,
    `Description: ${synopsis}${test ? ' (test build)' : ''}`,
    ...long.map((line) => ` ${line}`),
    ...(test ? [` ${warning}`] : []),
  ].join('\n')}\n`
}

/** The name that a library's package got when its times became 64 bits wide, and the one before. */
function either(name: string): string {
  return `${name} | ${name}t64`
}
