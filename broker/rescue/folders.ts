import type { LeftoverFolder } from '../../shared/api/rescue.ts'
import { namesOf } from './disk-path.ts'

type Kind = LeftoverFolder['kind']

/** Homes are the folders in here. */
const HOMES = 'home'

/** What programs can make again is nobody's own, though it lies in a home. */
const MADE_AGAIN = ['.cache']

/** Whether a person made it: it is in a home, and in no hidden folder there. */
export function isOwn(path: Uint8Array): boolean {
  return folderOf(namesOf(path), false).kind === 'own'
}

/**
 * The folder that a path is told under: the first one in the home that it is in, the home itself for what lies there, or
 * the first one of the disk. One home has two: of what shows there, and of what is hidden.
 */
export function folderOf(
  path: readonly string[],
  isFolder: boolean,
): { readonly names: readonly string[]; readonly kind: Kind } {
  // A folder is told under itself.
  const names = isFolder ? [...path, ''] : path
  const [top = '', home, first, below] = names
  if (home === undefined) return { names: [], kind: 'system' }
  if (top !== HOMES || first === undefined) return { names: [top], kind: 'system' }
  const hidden = first.startsWith('.')
  if (hidden && MADE_AGAIN.includes(first)) return { names: [top, home, first], kind: 'system' }
  if (below === undefined) return { names: [top, home], kind: hidden ? 'settings' : 'own' }
  return { names: [top, home, first], kind: hidden ? 'settings' : 'own' }
}
