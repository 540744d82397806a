import { ProblemError } from '../../shared/api/problem.ts'
import type { LeftoverEntry } from '../../shared/api/rescue.ts'
import { encodePath, isPlainPath, namesOf, shownText } from './disk-path.ts'
import { folderOf } from './folders.ts'
import type { Message } from './frames.ts'
import { type Helper, HelperError, saidWrong } from './helper.ts'
import type { KeptFolder } from './rescue-view.ts'

/** The most that is listed; beyond it there is only counting. */
export const MOST_LISTED = 20_000
const MOST_FOLDERS = 400
/** A walk through a large disk says nothing for as long as nothing differs. */
const WALK_MS = 20 * 60_000

/** The range of `Date`, in s. */
const LATEST_S = 8.64e12
const KINDS = ['own', 'settings', 'system'] as const

export interface Listed {
  readonly total: { readonly added: number; readonly changed: number; readonly removed: number; readonly bytes: number }
  readonly folders: readonly KeptFolder[]
  /** In the order of the folders, each with its folder's place among them. */
  readonly entries: readonly ListedEntry[]
  /** What could not be read. */
  readonly unread: number
}

export type ListedEntry = Pick<LeftoverEntry, 'path' | 'type' | 'change' | 'sizeBytes'> & {
  readonly folder: number
  readonly changedAt: number | null
}

type Found = Omit<ListedEntry, 'folder'> & { readonly names: readonly string[] }

/**
 * Asks a helper what its first disk has that the second has not. Throws `leftovers-unreadable` if it says that one of
 * them cannot be read, and `HelperError` if it does not keep to the rules.
 */
export async function listDisks(helper: Helper): Promise<Listed> {
  await helper.say('list', MOST_LISTED)
  const until = performance.now() + WALK_MS
  const found: Found[] = []
  for (;;) {
    const message = await helper.hear(Math.max(1, until - performance.now()))
    if (message.name === 'failed')
      throw new ProblemError('leftovers-unreadable', `Its file system: ${shownText(textOf(message, 1)).slice(0, 200)}`)
    if (message.name === 'listed') return { ...sorted(found), ...totalsIn(message) }
    if (message.name !== 'entry' || found.length === MOST_LISTED) throw new HelperError(saidWrong(message))
    found.push(entryIn(message))
  }
}

function entryIn(message: Message): Found {
  const [change, type] = [textOf(message, 0), textOf(message, 1)]
  const path = message.fields[2] ?? Buffer.alloc(0)
  if (
    (change !== 'added' && change !== 'changed' && change !== 'removed') ||
    (type !== 'file' && type !== 'folder' && type !== 'link' && type !== 'other') ||
    !isPlainPath(path)
  )
    throw new HelperError(saidWrong(message))
  const seconds = Number(textOf(message, 4))
  return {
    change,
    type,
    path: encodePath(path),
    names: namesOf(path),
    sizeBytes: countIn(message, 3),
    changedAt: Math.abs(seconds) <= LATEST_S ? seconds * 1000 : null,
  }
}

function totalsIn(message: Message): Pick<Listed, 'total' | 'unread'> {
  const [added, changed, removed, bytes, unread] = [0, 1, 2, 3, 4].map((i) => countIn(message, i))
  return {
    total: { added: added ?? 0, changed: changed ?? 0, removed: removed ?? 0, bytes: bytes ?? 0 },
    unread: unread ?? 0,
  }
}

/** A count or size, which on a disk may be larger than any number here. */
function countIn(message: Message, field: number): number {
  const text = textOf(message, field)
  if (!/^\d{1,20}$|^\d(\.\d+)?e\+\d\d$/.test(text)) throw new HelperError(saidWrong(message))
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER)
}

function textOf({ fields }: Message, field: number): string {
  return fields[field]?.toString('latin1') ?? ''
}

/** By folders, the person's own first. */
function sorted(found: readonly Found[]): Pick<Listed, 'folders' | 'entries'> {
  const byFolder = new Map<
    string,
    { readonly kind: (typeof KINDS)[number]; readonly names: readonly string[]; readonly found: Found[] }
  >()
  for (const entry of found) {
    let folder = folderOf(entry.names, entry.type === 'folder')
    // Somebody made a thousand folders: those beyond are told as one.
    if (byFolder.size >= MOST_FOLDERS && !byFolder.has(keyOf(folder))) folder = { names: [], kind: 'system' }
    const known = byFolder.get(keyOf(folder))
    if (known === undefined) byFolder.set(keyOf(folder), { ...folder, found: [entry] })
    else known.found.push(entry)
  }
  const inOrder = [...byFolder.values()].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compare(a.names.join('/'), b.names.join('/')),
  )
  return {
    folders: inOrder.map(({ kind, names, found: inIt }) => ({
      kind,
      path: encodePath(Buffer.from(names.join('/'), 'latin1')),
      ...countsOf(inIt),
    })),
    entries: inOrder.flatMap(({ found: inIt }, folder) =>
      inIt.map(({ path, type, change, sizeBytes, changedAt }) => ({
        path,
        type,
        change,
        sizeBytes,
        changedAt,
        folder,
      })),
    ),
  }
}

function countsOf(found: readonly Found[]): Pick<KeptFolder, 'added' | 'changed' | 'removed' | 'bytes'> {
  // Of folders nobody counts but what is in them.
  const files = found.filter(({ type }) => type !== 'folder')
  const count = (wanted: string) => files.filter(({ change }) => change === wanted).length
  const bytes = files.reduce((sum, { change, sizeBytes }) => sum + (change === 'removed' ? 0 : sizeBytes), 0)
  return {
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    bytes: Math.min(bytes, Number.MAX_SAFE_INTEGER),
  }
}

function keyOf({ names, kind }: { readonly names: readonly string[]; readonly kind: string }): string {
  return `${kind} ${names.join('/')}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
