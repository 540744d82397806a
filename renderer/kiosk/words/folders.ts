import { formatOf } from './formats.ts'
import { t } from './words.ts'

const list = formatOf((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))
const commas = formatOf((locale) => new Intl.ListFormat(locale, { type: 'unit' }))
/** As many as one sentence can name. */
const MOST = 3

/** Downloads; Desktop and Downloads; 7 folders. `more`: there are others that are not in the list. */
export function foldersOf(names: readonly string[], more: boolean): string {
  if (names.length > MOST) return t('folders.several', { count: names.length })
  return more ? t('folders.more', { folders: commas().format(names) }) : list().format(names)
}
