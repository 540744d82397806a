import { ActionIcon, Menu, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useAdmin } from '../api/admin.ts'
import { useLink } from '../api/live.ts'
import { useMe, useSignOut } from '../api/me.ts'
import { Icon } from '../parts/Icon.tsx'
import { clockToSecond } from '../words/format.ts'
import { choose, LANGUAGES, type Language, language, useWords } from '../words/words.ts'
import { Find } from './Find.tsx'
import { initials } from './initials.ts'

export function Header() {
  const say = useWords()
  // Without transitions Mantine would write a style element for a moment, which the page's policy forbids.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark'
  return (
    <header>
      <Find />
      <div className="push row g3">
        <LiveMark />
        <ActionIcon
          variant="subtle"
          size={32}
          onClick={() => setColorScheme(other)}
          aria-label={say('me.scheme', { scheme: say(`me.${other}`) })}
        >
          <Icon name="moon" />
        </ActionIcon>
        <Who />
      </div>
    </header>
  )
}

function LiveMark() {
  const say = useWords()
  const link = useLink(useAdmin().live)
  return (
    <span className={`live ${link.is === 'up' ? '' : 'paused'}`} role="status">
      {link.is === 'up' && say('live.now')}
      {link.is === 'connecting' && say('live.connecting')}
      {link.is === 'down' && say('live.paused', { clock: clockToSecond(link.since) })}
    </span>
  )
}

function Who() {
  const say = useWords()
  const { displayName, role } = useMe()
  const signOut = useSignOut()
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className="who" aria-label={`${say('me.menu')}: ${displayName}`}>
          <span className="face" aria-hidden="true">
            {initials(displayName)}
          </span>
          <span className="who-name">
            <span className="strong clip">{displayName}</span>
            <span className="dim">{say(`role.${role}`)}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('me.language')}</Menu.Label>
        {(Object.keys(LANGUAGES) as Language[]).map((code) => (
          <Menu.Item
            key={code}
            lang={code}
            leftSection={<Icon name={code === language() ? 'ok' : 'right'} />}
            onClick={() => void choose(code)}
          >
            {LANGUAGES[code]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="power" />} onClick={() => void signOut()}>
          {say('me.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
