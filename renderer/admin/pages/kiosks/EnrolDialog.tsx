import { Button, Modal, Radio, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { CODE_LENGTH, CODE_LETTERS } from '../../../../shared/api/kiosk.ts'
import { kiosksRoutes } from '../../../../shared/api/routes/kiosks.ts'
import { useAct } from '../../api/queries.ts'
import { Problem } from '../../parts/Problem.tsx'
import { useWords } from '../../words/words.ts'

export function EnrolDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const say = useWords()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say('kiosks.enrol')}
      closeButtonProps={{ 'aria-label': say('act.close') }}
    >
      {opened && <Enrolling onClose={onClose} />}
    </Modal>
  )
}

/** The signs of a code as they are, whatever stands between them. */
function signsOf(typed: string): string {
  return Array.from(typed.toUpperCase())
    .filter((sign) => CODE_LETTERS.includes(sign))
    .join('')
    .slice(0, CODE_LENGTH)
}

const pinned = (pin: string) => (pin === '' ? null : pin)

function Enrolling({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const go = useNavigate()
  const enrol = useAct(kiosksRoutes.approveKiosk)
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [place, setPlace] = useState('')
  const [mode, setMode] = useState<'personal' | 'fixed'>('personal')
  const [desktopId, setDesktopId] = useState('')
  const [pin, setPin] = useState('')
  const [settingsPin, setSettingsPin] = useState('')
  const signs = signsOf(code)
  const ready = signs.length === CODE_LENGTH && name.trim() !== '' && (mode === 'personal' || desktopId.trim() !== '')
  return (
    <form
      className="col g4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        enrol.mutate(
          {
            body: {
              code: signs,
              name: name.trim(),
              place: place.trim() || null,
              desktopId: mode === 'fixed' ? desktopId.trim() : null,
              pin: mode === 'fixed' ? pinned(pin) : null,
              settingsPin: pinned(settingsPin),
            },
          },
          { onSuccess: ({ id }) => void go({ to: '/kiosks/$kioskId', params: { kioskId: id } }) },
        )
      }}
    >
      {enrol.error !== null && <Problem error={enrol.error} />}
      <TextInput
        label={say('kiosks.code')}
        description={say('kiosks.codeHelp')}
        classNames={{ input: 'code-field' }}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={signs.length > 4 ? `${signs.slice(0, 4)} ${signs.slice(4)}` : signs}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <TextInput
        label={say('kiosks.name')}
        description={say('kiosks.nameHelp')}
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={say('kiosks.place')}
        description={say('kiosks.placeHelp')}
        maxLength={128}
        value={place}
        onChange={(event) => setPlace(event.currentTarget.value)}
      />
      <Radio.Group label={say('kiosks.mode')} value={mode} onChange={(value) => setMode(value)}>
        <div className="col mt2">
          <Radio value="personal" label={say('kiosks.personal')} description={say('kiosks.personalText')} />
          <Radio value="fixed" label={say('kiosks.fixed')} description={say('kiosks.fixedText')} />
        </div>
      </Radio.Group>
      {mode === 'fixed' && (
        <>
          <TextInput
            label={say('kiosks.desktopId')}
            maxLength={63}
            value={desktopId}
            onChange={(event) => setDesktopId(event.currentTarget.value)}
          />
          <TextInput
            label={say('kiosks.pin')}
            description={say('kiosks.pinHelp')}
            inputMode="numeric"
            autoComplete="off"
            value={pin}
            onChange={(event) => setPin(event.currentTarget.value.replace(/\D/g, '').slice(0, 12))}
          />
        </>
      )}
      <TextInput
        label={say('kiosks.settingsPin')}
        description={say('kiosks.settingsPinHelp')}
        inputMode="numeric"
        autoComplete="off"
        value={settingsPin}
        onChange={(event) => setSettingsPin(event.currentTarget.value.replace(/\D/g, '').slice(0, 12))}
      />
      <div className="row">
        <Button type="submit" variant="filled" disabled={!ready} loading={enrol.isPending}>
          {say('kiosks.do', { name: name.trim() })}
        </Button>
        <Button onClick={onClose}>{say('act.cancel')}</Button>
      </div>
    </form>
  )
}
