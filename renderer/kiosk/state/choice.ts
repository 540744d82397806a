import type { LeftoverEntry, LeftoverFolder, Leftovers, RescueAsk } from '../../../shared/api/rescue.ts'

/** Which of the leftovers are to be copied: whole folders by their place, and single files. */
export interface Choice {
  readonly folders: readonly number[]
  readonly files: readonly ChosenFile[]
}

export interface ChosenFile {
  readonly path: string
  readonly folder: number
  readonly bytes: number
}

/** As much as one copy can name. */
export const MOST_FILES = 500

/** At first all that the person made is chosen. */
export function firstChoice({ folders }: Leftovers): Choice {
  return { folders: folders.filter((f) => f.kind === 'own' && toCopy(f) > 0).map((f) => f.place), files: [] }
}

/** How many files of a folder are there to be copied; what was removed is not. */
export function toCopy({ added, changed }: Pick<LeftoverFolder, 'added' | 'changed'>): number {
  return added + changed
}

export function isCopyable({ change, type }: LeftoverEntry): boolean {
  return change !== 'removed' && type !== 'folder'
}

export function folderChoice({ folders, files }: Choice, place: number): 'all' | 'some' | 'none' {
  if (folders.includes(place)) return 'all'
  return files.some((f) => f.folder === place) ? 'some' : 'none'
}

export function chooseFolder(choice: Choice, place: number, on: boolean): Choice {
  const folders = choice.folders.filter((f) => f !== place)
  return { folders: on ? [...folders, place] : folders, files: choice.files.filter((f) => f.folder !== place) }
}

export function hasFile({ folders, files }: Choice, folder: number, path: string): boolean {
  return folders.includes(folder) || files.some((f) => f.path === path)
}

/** One file more or less. Taken out of a whole folder, the others of it that are known stay chosen. */
export function chooseFile(
  choice: Choice,
  folder: number,
  known: readonly LeftoverEntry[],
  path: string,
  on: boolean,
): Choice {
  const of = (entry: LeftoverEntry): ChosenFile => ({ path: entry.path, folder, bytes: entry.sizeBytes })
  const copyable = known.filter(isCopyable)
  const before = choice.folders.includes(folder)
    ? [...choice.files, ...copyable.map(of)].slice(0, MOST_FILES)
    : choice.files
  const others = before.filter((f) => f.path !== path)
  const entry = copyable.find((e) => e.path === path)
  return {
    folders: choice.folders.filter((f) => f !== folder),
    files: on && entry !== undefined && others.length < MOST_FILES ? [...others, of(entry)] : others,
  }
}

export function sizeOfChoice({ folders, files }: Choice, leftovers: Leftovers): { files: number; bytes: number } {
  const whole = leftovers.folders.filter((f) => folders.includes(f.place))
  return {
    files: whole.reduce((sum, f) => sum + toCopy(f), files.length),
    bytes: [...whole, ...files].reduce((sum, f) => sum + f.bytes, 0),
  }
}

/** The choice as it is sent. */
export function askOf(choice: Choice, leftovers: Leftovers, key: string): RescueAsk {
  const first = firstChoice(leftovers).folders
  const whole = choice.files.length === 0 && choice.folders.length === first.length
  if (whole && first.every((place) => choice.folders.includes(place))) return { key, whole: true }
  return { key, folders: [...choice.folders], paths: choice.files.map((f) => f.path) }
}
