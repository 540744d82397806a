/** Puts the values into a path's `:names`, each encoded. */
export function pathOf(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`no value for ${name} in ${path}`)
    return encodeURIComponent(value)
  })
}
