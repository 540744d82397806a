import { UnstyledButton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../api/me.ts'
import { Icon } from '../parts/Icon.tsx'
import { useWords } from '../words/words.ts'

/** Fetched when it is first opened. */
const FindDialog = lazy(() => import('./FindDialog.tsx').then(({ FindDialog }) => ({ default: FindDialog })))

/** One field for everything: Ctrl K opens it, from everywhere. */
export function Find() {
  const say = useWords()
  const may = useMay()
  const [opened, setOpened] = useState(false)
  const [everOpened, setEverOpened] = useState(false)
  const open = () => {
    setEverOpened(true)
    setOpened(true)
  }
  useHotkeys([
    ['mod+K', open],
    ['/', open],
  ])
  if (!may('desktops.see')) return null
  return (
    <>
      <UnstyledButton className="find" onClick={open}>
        <Icon name="search" size="s" />
        <span className="clip">{say('find.open')}</span>
        <kbd>Ctrl K</kbd>
      </UnstyledButton>
      {everOpened && (
        <Suspense>
          <FindDialog opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  )
}
