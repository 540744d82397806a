/** A machine that starts over the network may have no file to be told by. */
const NAMES = {
  'daruma.broker': 'broker',
  'daruma.name': 'kioskName',
  'daruma.helpdesk': 'helpDesk',
  'daruma.language': 'language',
} as const

export type KernelWords = { readonly [N in (typeof NAMES)[keyof typeof NAMES]]?: string }

/** What the kernel's command line says to the kiosk: `daruma.broker=https://...`. Throws what is wrong with it. */
export function kernelWords(line: string): KernelWords {
  const words: Partial<Record<keyof KernelWords, string>> = {}
  for (const [word] of line.matchAll(/(?:[^\s"]|"[^"]*")+/g)) {
    if (!word.startsWith('daruma.')) continue
    const [name = '', ...rest] = word.replaceAll('"', '').split('=')
    const value = rest.join('=')
    if (!isName(name)) throw new Error(`${name} is not known: there are ${Object.keys(NAMES).join(', ')}`)
    if (value === '') throw new Error(`${name} needs a value: ${name}=VALUE`)
    words[NAMES[name]] = value
  }
  return words
}

function isName(name: string): name is keyof typeof NAMES {
  return Object.hasOwn(NAMES, name)
}
