import './files.css'
import { useCallback } from 'react'
import { useEscape } from '../../parts/use-escape.ts'
import type { Screen } from '../../state/screen.ts'
import { useSend } from '../../surroundings.ts'
import { Copied } from './Copied.tsx'
import { Copying } from './Copying.tsx'
import { FileList } from './FileList.tsx'
import { FolderList } from './FolderList.tsx'
import { Looking, NothingKept, NotToBeHad } from './NoList.tsx'

export type FilesScreen = Extract<Screen, { is: 'files' }>

/** "Get my files": what was only on this computer, from what a recovery kept to the person's share. */
export function Files({ screen }: { screen: FilesScreen }) {
  const send = useSend()
  const { stage, desktop, run, files } = screen
  const inFolder = stage.is === 'folder'
  const back = useCallback(() => send({ type: inFolder ? 'close-folder' : 'close-files' }), [send, inFolder])
  useEscape(back)
  const share = desktop.share?.label ?? ''
  switch (stage.is) {
    case 'looking':
      return <Looking />
    case 'cannot':
      return <NotToBeHad problem={stage.problem} refused={files.refused !== null} />
    case 'nothing':
      return <NothingKept run={run} />
    case 'list':
      return <FolderList run={run} share={share} stage={stage} rest={files.rest} />
    case 'folder':
      return <FileList share={share} stage={stage} open={files.folder} />
    case 'copying':
      return <Copying share={share} rescue={stage.rescue} />
    case 'copied':
      return <Copied share={share} rescue={stage.rescue} />
  }
}
