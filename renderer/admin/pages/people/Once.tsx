import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../../parts/Icon.tsx'
import { useWords } from '../../words/words.ts'
import { usePeopleWords } from './words.ts'

/** Something that opens a way in. It is in the page's memory alone, until it is closed. */
export interface Secret {
  readonly title: string
  readonly text: string
  readonly until: string | null
  readonly value: string
}

/** Shows it once: only its own button closes it, so that no slip of the hand loses it. */
export function Once({ secret, onClose }: { readonly secret: Secret | null; readonly onClose: () => void }) {
  const shell = useWords()
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={secret?.title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': shell('act.close') }}
    >
      {secret !== null && <Shown secret={secret} onClose={onClose} />}
    </Modal>
  )
}

function Shown({ secret, onClose }: { readonly secret: Secret; readonly onClose: () => void }) {
  const say = usePeopleWords()
  const [copied, setCopied] = useState(false)
  return (
    <div className="col g4">
      <p>{secret.text}</p>
      <p className="code" data-secret>
        {secret.value}
      </p>
      {secret.until !== null && <p className="small dim">{secret.until}</p>}
      <div className="row">
        <Button variant="filled" onClick={onClose}>
          {say('once.done')}
        </Button>
        {/* A page that came without TLS has no clipboard. */}
        {isSecureContext && (
          <Button
            leftSection={<Icon name={copied ? 'ok' : 'file'} />}
            onClick={() => void navigator.clipboard.writeText(secret.value).then(() => setCopied(true))}
          >
            {say(copied ? 'once.copied' : 'once.copy')}
          </Button>
        )}
      </div>
    </div>
  )
}
