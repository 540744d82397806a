import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Found } from '../../../shared/api/help-desk/search.ts'
import { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import { useMay } from '../api/me.ts'
import { useAsked } from '../api/queries.ts'
import { stateOf } from '../parts/desk-words.ts'
import { Icon } from '../parts/Icon.tsx'
import type { IconName } from '../parts/icons.ts'
import { Problem } from '../parts/Problem.tsx'
import { Status } from '../parts/Status.tsx'
import { useWords } from '../words/words.ts'
import { initials } from './initials.ts'

interface Hit {
  readonly key: string
  readonly kind: 'person' | 'desktop' | 'kiosk' | 'host'
  readonly title: string
  readonly text: string
  readonly row?: Found['desktops'][number]
  readonly open: () => void
}

const icons: Record<Hit['kind'], IconName> = { person: 'person', desktop: 'desktop', kiosk: 'kiosk', host: 'storage' }

export function FindDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const say = useWords()
  return (
    <Modal.Root opened={opened} onClose={onClose} lockScroll={false} size={720} yOffset={84} padding={0}>
      <Modal.Overlay />
      <Modal.Content aria-label={say('find.label')}>
        <Modal.Body>{opened && <Searching onDone={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Searching({ onDone }: { readonly onDone: () => void }) {
  const say = useWords()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [asked] = useDebouncedValue(text.trim(), 150)
  const found = useAsked(helpDeskSeeRoutes.helpDeskSearch, { query: { q: asked } }, { on: asked !== '', keep: true })
  const hits = useHits(asked === '' ? undefined : found.data, onDone)
  const here = Math.min(at, Math.max(0, hits.length - 1))
  return (
    <div className="spot">
      <div className="q">
        <Icon name="search" />
        <input
          className="spot-field"
          aria-label={say('find.label')}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="found"
          aria-activedescendant={hits.length > 0 ? `found-${here}` : undefined}
          autoComplete="off"
          data-autofocus
          maxLength={100}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setAt(Math.min(here + 1, hits.length - 1))
            else if (event.key === 'ArrowUp') setAt(Math.max(here - 1, 0))
            else if (event.key === 'Enter') hits[here]?.open()
            else return
            event.preventDefault()
          }}
        />
        <span className="faint small" role="status">
          {found.data !== undefined && asked !== '' && say('find.count', { count: hits.length })}
        </span>
      </div>
      {found.error !== null && <Problem error={found.error} />}
      {hits.length === 0 && (
        <p className="spot-none dim">
          {asked !== '' && found.data !== undefined ? say('find.nothing', { text: asked }) : say('find.type')}
        </p>
      )}
      <div id="found" role="listbox" aria-label={say('find.label')} className="spot-list">
        {hits.map((hit, index) => (
          <div key={hit.key}>
            {hits[index - 1]?.kind !== hit.kind && <h3 aria-hidden="true">{say(`find.${hit.kind}`)}</h3>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys */}
            <div
              id={`found-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === here}
              aria-label={`${say(`find.${hit.kind}`)}: ${hit.title}, ${hit.text}`}
              className={`spot-hit ${index === here ? 'on' : ''}`}
              onClick={hit.open}
              onMouseMove={() => setAt(index)}
            >
              {hit.kind === 'person' ? (
                <span className="face">{initials(hit.title)}</span>
              ) : (
                <Icon name={icons[hit.kind]} />
              )}
              <div className="grow two">
                <span className="name clip">{hit.title}</span>
                <small className="clip">{hit.text}</small>
              </div>
              {hit.row !== undefined && <Status {...stateOf(say, hit.row.state)} />}
            </div>
          </div>
        ))}
      </div>
      <p className="keys">{say('find.keys')}</p>
    </div>
  )
}

function useHits(found: Found | undefined, onDone: () => void): Hit[] {
  const say = useWords()
  const may = useMay()
  const go = useNavigate()
  if (found === undefined) return []
  const toDesktop = (desktopId: string) => () => {
    onDone()
    void go({ to: '/desktops/$desktopId', params: { desktopId } })
  }
  return [
    ...found.people.map(({ name, displayName, desktops }): Hit => {
      const [only, second] = desktops
      return {
        key: `person ${name}`,
        kind: 'person',
        title: displayName,
        text: [name, ...desktops.map((desk) => desk.name)].join(', '),
        ...(only === undefined ? {} : { row: only }),
        open:
          only !== undefined && second === undefined
            ? toDesktop(only.id)
            : () => {
                onDone()
                void go({ to: '/desktops', search: { q: name } })
              },
      }
    }),
    ...found.desktops.map(
      (row): Hit => ({
        key: `desktop ${row.id}`,
        kind: 'desktop',
        title: row.name,
        text: [row.owner.displayName, row.pool, row.host].filter((part) => part !== null).join(', '),
        row,
        open: toDesktop(row.id),
      }),
    ),
    ...(may('kiosks.see') ? found.kiosks : []).map(
      ({ id, name, place, signedIn }): Hit => ({
        key: `kiosk ${id}`,
        kind: 'kiosk',
        title: name,
        text: [place, ...signedIn].filter((part) => part !== null).join(', ') || say('nobody'),
        open: () => {
          onDone()
          void go({ to: '/kiosks/$kioskId', params: { kioskId: id } })
        },
      }),
    ),
    ...found.hosts.map(
      ({ name, desktops }): Hit => ({
        key: `host ${name}`,
        kind: 'host',
        title: name,
        text: say('desktops.count', { count: desktops }),
        open: () => {
          onDone()
          void go({ to: '/desktops', search: { host: name } })
        },
      }),
    ),
  ]
}
