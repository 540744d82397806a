import { ActionIcon, Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LeftoverEntries, LeftoverEntry, LeftoverFolder } from '../../../../shared/api/rescue.ts'
import { helpDeskSeeRoutes } from '../../../../shared/api/routes/help-desk-see.ts'
import { useAdmin } from '../../api/admin.ts'
import { Icon } from '../../parts/Icon.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Status } from '../../parts/Status.tsx'
import { When } from '../../parts/When.tsx'
import { number, size } from '../../words/format.ts'
import { useWords } from '../../words/words.ts'

/** Whole folders by their place, and single entries of folders that are not chosen whole. */
export interface Choice {
  readonly folders: ReadonlySet<number>
  readonly entries: ReadonlyMap<string, LeftoverEntry>
}

interface FileTreeProps {
  readonly recoveryId: string
  readonly folders: readonly LeftoverFolder[]
  readonly choice: Choice
  readonly choose: (choice: Choice) => void
}

/** What the kept disk has that the point has not. */
export function FileTree({ recoveryId, folders, choice, choose }: FileTreeProps) {
  const say = useWords()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = (place: number) =>
    setOpen((was) => {
      const next = new Set(was)
      if (!next.delete(place)) next.add(place)
      return next
    })
  const whole = ({ place }: LeftoverFolder) => {
    const next = new Set(choice.folders)
    if (!next.delete(place)) next.add(place)
    choose({ ...choice, folders: next })
  }
  return (
    <table className="tree">
      <thead>
        <tr>
          <th>{say('files.name')}</th>
          <th>{say('files.what')}</th>
          <th className="num">{say('files.size')}</th>
          <th>{say('files.written')}</th>
        </tr>
      </thead>
      {folders.map((folder) => {
        const { place, name, shown, kind, added, changed, removed, bytes } = folder
        const isOpen = open.has(place)
        return (
          <tbody key={place}>
            <tr>
              <td className="clip-name" title={shown}>
                <span className="row">
                  <input
                    type="checkbox"
                    aria-label={say('files.choose', { name: shown })}
                    disabled={added + changed === 0}
                    checked={choice.folders.has(place)}
                    onChange={() => whole(folder)}
                  />
                  <ActionIcon
                    variant="subtle"
                    size={24}
                    aria-expanded={isOpen}
                    aria-label={say(isOpen ? 'files.close' : 'files.open', { name: shown })}
                    onClick={() => toggle(place)}
                  >
                    <Icon name={isOpen ? 'down' : 'right'} size="s" />
                  </ActionIcon>
                  <Icon name="folder" size="s" />
                  <span className="name clip">{name}</span>
                </span>
              </td>
              <td className="faint">
                {say(`files.${kind}`)}, {number(added + changed + removed)}
              </td>
              <td className="num">{size(bytes)}</td>
              <td />
            </tr>
            {isOpen && <Entries recoveryId={recoveryId} folder={folder} choice={choice} choose={choose} />}
          </tbody>
        )
      })}
    </table>
  )
}

const changes = { added: ['good', 'plus'], changed: ['busy', 'recover'], removed: ['off', 'close'] } as const

function Entries({
  recoveryId,
  folder,
  choice,
  choose,
}: Omit<FileTreeProps, 'folders'> & { readonly folder: LeftoverFolder }) {
  const say = useWords()
  const { ask } = useAdmin()
  const route = helpDeskSeeRoutes.helpDeskLeftoverEntries
  const params = { recoveryId }
  const found = useInfiniteQuery({
    queryKey: [route.path, { params, folder: folder.place }],
    queryFn: ({ pageParam, signal }): Promise<LeftoverEntries> =>
      ask(
        route,
        { params, query: { folder: folder.place, ...(pageParam === null ? {} : { after: pageParam }) } },
        signal,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ entries, more }) => (more ? (entries.at(-1)?.place ?? null) : null),
  })
  const covered = choice.folders.has(folder.place)
  const toggle = (entry: LeftoverEntry) => {
    const entries = new Map(choice.entries)
    if (!entries.delete(entry.path)) entries.set(entry.path, entry)
    choose({ ...choice, entries })
  }
  return (
    <>
      {found.error !== null && (
        <tr>
          <td colSpan={4}>
            <Problem error={found.error} again={() => void found.refetch()} />
          </td>
        </tr>
      )}
      {found.data?.pages
        .flatMap((page) => page.entries)
        .map((entry) => {
          const [tone, icon] = changes[entry.change]
          return (
            <tr key={entry.path}>
              <td className="clip-name" title={entry.shown}>
                <span className="row ind">
                  <input
                    type="checkbox"
                    aria-label={say('files.choose', { name: entry.shown })}
                    disabled={covered || entry.change === 'removed'}
                    checked={covered ? entry.change !== 'removed' : choice.entries.has(entry.path)}
                    onChange={() => toggle(entry)}
                  />
                  <Icon name={entry.type === 'folder' ? 'folder' : 'file'} size="s" />
                  <span className="clip">{entry.name}</span>
                </span>
              </td>
              <td>
                <Status tone={tone} icon={icon} word={say(`files.${entry.change}`)} plain />
              </td>
              <td className="num">{size(entry.sizeBytes)}</td>
              <td>{entry.changedAt !== null && <When at={entry.changedAt} />}</td>
            </tr>
          )
        })}
      {found.hasNextPage && (
        <tr>
          <td colSpan={4}>
            <Button size="compact-sm" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {say('files.more')}
            </Button>
          </td>
        </tr>
      )}
    </>
  )
}
