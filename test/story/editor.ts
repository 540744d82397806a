import type { Daruma } from '../rigs/daruma.ts'

/** An emulated processor on a busy machine opens a window when it can. */
const PATIENCE_MS = 330_000

/** As the person at the desktop, on its screen. */
const ON_SCREEN = 'runuser -u user -- env DISPLAY=:0 HOME=/home/user'

/** Opens a file of the person's in the editor, as they would, and waits for its window. */
export async function openInEditor(daruma: Daruma, file: string): Promise<void> {
  const name = file.split('/').at(-1) ?? file
  await daruma.guest(
    `touch '${file}'; chown user: '${file}' 2> /dev/null || true
    (${ON_SCREEN} mousepad '${file}' > /dev/null 2>&1 &)
    ${ON_SCREEN} timeout 300 xdotool search --sync --onlyvisible --name '${name}' > /dev/null`,
    PATIENCE_MS,
  )
}

/** Types into whatever has the keyboard. It is in no file then. */
export async function types(daruma: Daruma, text: string): Promise<void> {
  await daruma.guest(`${ON_SCREEN} xdotool type --delay 20 '${text}'; sleep 1`, PATIENCE_MS)
}

/** Has the editor save what it shows, and answers what the file holds then. */
export async function saved(daruma: Daruma, file: string): Promise<string> {
  return daruma.guest(
    `${ON_SCREEN} xdotool key ctrl+s
    for _ in $(seq 1000); do [ -s '${file}' ] && break; sleep 0.2; done; cat '${file}'`,
    PATIENCE_MS,
  )
}
