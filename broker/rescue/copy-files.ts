import { ProblemError } from '../../shared/api/problem.ts'
import type { Rescue } from '../../shared/api/rescue.ts'
import { decodePath, namesOf, shownText } from './disk-path.ts'
import type { Message } from './frames.ts'
import { type Helper, HelperError, saidWrong } from './helper.ts'

/** The share was mounted, or a file copied, or 4 MiB of one, within this time; or it is given up. */
const SILENCE_MS = 5 * 60_000

const REPORT = 'What was recovered.txt'

type Why = Rescue['skipped'][number]['why']
const WHYS: readonly string[] = [
  'share-full',
  'no-rights',
  'unreadable',
  'too-large',
  'not-a-file',
  'name',
  'gone',
  'failed',
] satisfies Why[]

export interface CopyOrder {
  readonly share: { readonly unc: string; readonly user: string; readonly password: string }
  /** The name of the new folder; if it is taken, it gets a number. */
  readonly folder: string
  /** The first line of the report that is put there. */
  readonly title: string
  /** Files, each with the path on the disk (a DiskPath). */
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

/** What is told as it goes. */
export interface CopyNews {
  folder(name: string): Promise<void>
  copied(file: number, bytes: number, renamed: boolean): Promise<void>
  skipped(file: number, why: Why): Promise<void>
}

/**
 * Has a helper copy files of its disk to the share. Throws `ProblemError` if nothing could be copied at all, and
 * `HelperError` if it did not keep to the rules. Answers whether the report was written.
 */
export async function copyFiles(helper: Helper, order: CopyOrder, news: CopyNews): Promise<{ reported: boolean }> {
  const { unc, user, password } = order.share
  await helper.say('share', unc, user, password, order.folder, `${REPORT}\n${order.title}`)
  const opened = await helper.hear(SILENCE_MS)
  if (opened.name === 'failed') throw problemIn(opened)
  if (opened.name !== 'folder') throw new HelperError(saidWrong(opened))
  await news.folder(shownText(textOf(opened, 0, 'utf8')).slice(0, 200))

  const homes = new Set(
    order.files
      .map(({ path }) => namesOf(decodePath(path)))
      .filter(isInHome)
      .map((names) => names[1]),
  )
  const asking = ask(helper, order, homes.size > 1)
  // It is waited for below; if the helper is lost, whoever listens hears of it first.
  asking.catch(() => undefined)
  const told = new Set<number>()
  for (;;) {
    const message = await helper.hear(SILENCE_MS)
    if (message.name === 'done') {
      await asking
      return { reported: textOf(message, 0) === 'yes' }
    }
    if (message.name === 'at') continue
    if (message.name === 'failed') throw problemIn(message)
    const file = Number(textOf(message, 0))
    const size = order.files[file]?.size
    // Each file is told of once.
    if (size === undefined || told.has(file)) throw new HelperError(saidWrong(message))
    told.add(file)
    if (message.name === 'copied') await news.copied(file, size, textOf(message, 2) !== '')
    else if (message.name === 'skipped') await news.skipped(file, whyIn(message))
    else throw new HelperError(saidWrong(message))
  }
}

async function ask(helper: Helper, { files }: CopyOrder, namesHomes: boolean): Promise<void> {
  for (const [i, { path }] of files.entries()) {
    const bytes = decodePath(path)
    await helper.say('copy', i, bytes, Buffer.from(placeOnShare(namesOf(bytes), namesHomes).join('/'), 'latin1'))
  }
  await helper.say('end')
}

/** Where a file goes below the new folder: as it lay in the home; and what is in no home apart from that. */
function placeOnShare(names: readonly string[], namesHomes: boolean): readonly string[] {
  if (!isInHome(names)) return ['System', ...names]
  return names.slice(namesHomes ? 1 : 2)
}

function isInHome(names: readonly string[]): boolean {
  return names[0] === 'home' && names.length > 2
}

function whyIn(message: Message): Why {
  const why = textOf(message, 1)
  return WHYS.includes(why) ? (why as Why) : 'failed'
}

function problemIn(message: Message): ProblemError {
  const [stage, said] = [textOf(message, 0), shownText(textOf(message, 1, 'utf8')).slice(0, 200)]
  switch (stage) {
    case 'kept':
      return new ProblemError('leftovers-unreadable', `Its file system: ${said}`)
    case 'full':
      return new ProblemError('share-failed', 'It is full.')
    case 'share':
      return new ProblemError('share-failed', `It did not open: ${said}`)
    case 'folder':
      return new ProblemError('share-failed', `No new folder could be made there: ${said}`)
    default:
      throw new HelperError(saidWrong(message))
  }
}

function textOf({ fields }: Message, field: number, encoding: BufferEncoding = 'latin1'): string {
  return fields[field]?.toString(encoding) ?? ''
}
