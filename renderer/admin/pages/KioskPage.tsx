import { Button, TextInput } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Kiosk } from '../../../shared/api/kiosk.ts'
import { kiosksRoutes } from '../../../shared/api/routes/kiosks.ts'
import { useAdmin } from '../api/admin.ts'
import { useMay } from '../api/me.ts'
import { useAct, useAsked } from '../api/queries.ts'
import { AskDialog, type Question } from '../parts/AskDialog.tsx'
import { Card } from '../parts/Card.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Facts } from '../parts/Facts.tsx'
import { Failed } from '../parts/Failed.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PageHead } from '../parts/PageHead.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Status } from '../parts/Status.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { When } from '../parts/When.tsx'
import { Needs } from '../shell/Denied.tsx'
import { when } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { standingOf } from './Kiosks.tsx'

export function KioskPage() {
  return (
    <Needs right="kiosks.see" title="nav.kiosks">
      <Loaded />
    </Needs>
  )
}

function Loaded() {
  const say = useWords()
  const { kioskId } = useParams({ from: '/kiosks/$kioskId' })
  const found = useAsked(kiosksRoutes.kiosks, {}, { every: 30_000 })
  if (found.data === undefined)
    return found.error === null ? (
      <Waiting title={say('nav.kiosks')} />
    ) : (
      <Failed title={say('nav.kiosks')} error={found.error} again={() => void found.refetch()} />
    )
  const kiosk = found.data.enrolled.find(({ id }) => id === kioskId)
  if (kiosk === undefined)
    return (
      <>
        <PageHead title={say('nav.kiosks')} />
        <Empty icon="kiosk" title={say('kiosks.gone')} />
      </>
    )
  return <Page kiosk={kiosk} />
}

function Page({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = useWords()
  const may = useMay()
  const go = useNavigate()
  const { ask } = useAdmin()
  const [question, setQuestion] = useState<Question | null>(null)
  const { id, name, place, desktopId, hasPin, hasSettingsPin, approvedAt, approvedBy, seenAt, signedIn } = kiosk
  const yes = (is: boolean) => say(is ? 'kiosks.yes' : 'kiosks.no')
  const revoke = (): Question => ({
    title: say('kiosks.revoke', { name }),
    says: say('kiosks.revokeText'),
    confirm: say('kiosks.revokeDo'),
    field: { label: say('kiosks.name'), help: name, most: 64, least: name.length },
    run: () => ask(kiosksRoutes.revokeKiosk, { params: { kioskId: id } }),
    done: () => void go({ to: '/kiosks' }),
  })
  return (
    <>
      <PageHead
        title={name}
        crumbs={<Link to="/kiosks">{say('nav.kiosks')}</Link>}
        beside={
          <>
            <Status {...standingOf(say, kiosk)} />
            {place !== null && <span className="sub">{place}</span>}
          </>
        }
      >
        {may('kiosks.manage') && (
          <Button leftSection={<Icon name="lock" />} onClick={() => setQuestion(revoke())}>
            {say('kiosks.revokeDo')}
          </Button>
        )}
      </PageHead>
      <div className="two-columns">
        {may('kiosks.manage') ? <Change kiosk={kiosk} /> : <span />}
        <Card title={say('kiosks.facts')}>
          <Facts
            of={[
              [say('kiosks.mode'), say(desktopId === null ? 'kiosks.personal' : 'kiosks.fixed')],
              [
                say('kiosks.desktop'),
                desktopId === null ? null : (
                  <Link to="/desktops/$desktopId" params={{ desktopId }}>
                    {desktopId}
                  </Link>
                ),
              ],
              [say('kiosks.person'), signedIn.length === 0 ? say('nobody') : signedIn.join(', ')],
              [say('kiosks.seen'), seenAt === null ? say('never') : <When at={seenAt} />],
              [say('kiosks.approved'), say('kiosks.approvedBy', { when: when(approvedAt), name: approvedBy })],
              [say('kiosks.hasPin'), desktopId === null ? null : yes(hasPin)],
              [say('kiosks.hasSettingsPin'), yes(hasSettingsPin)],
              [say('kiosks.key'), <code key="key">{id.slice(0, 12)}</code>],
            ]}
          />
        </Card>
      </div>
      <AskDialog question={question} onClose={() => setQuestion(null)} />
    </>
  )
}

/** What is left empty of the PINs stays as it is. */
function Change({ kiosk }: { readonly kiosk: Kiosk }) {
  const say = useWords()
  const change = useAct(kiosksRoutes.changeKiosk)
  const [name, setName] = useState(kiosk.name)
  const [place, setPlace] = useState(kiosk.place ?? '')
  const [desktopId, setDesktopId] = useState(kiosk.desktopId ?? '')
  const [pin, setPin] = useState('')
  const [settingsPin, setSettingsPin] = useState('')
  const body = {
    ...(name.trim() === kiosk.name ? {} : { name: name.trim() }),
    ...(place.trim() === (kiosk.place ?? '') ? {} : { place: place.trim() || null }),
    ...(desktopId.trim() === (kiosk.desktopId ?? '') ? {} : { desktopId: desktopId.trim() || null }),
    ...(pin === '' ? {} : { pin }),
    ...(settingsPin === '' ? {} : { settingsPin }),
  }
  const digits = (text: string) => text.replace(/\D/g, '').slice(0, 12)
  return (
    <Card title={say('kiosks.change')}>
      <form
        className="col g4 narrow"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ params: { kioskId: kiosk.id }, body })
        }}
      >
        {change.error !== null && <Problem error={change.error} />}
        <TextInput
          label={say('kiosks.name')}
          maxLength={64}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <TextInput
          label={say('kiosks.place')}
          maxLength={128}
          value={place}
          onChange={(e) => setPlace(e.currentTarget.value)}
        />
        <TextInput
          label={say('kiosks.desktopId')}
          maxLength={63}
          value={desktopId}
          onChange={(e) => setDesktopId(e.currentTarget.value)}
        />
        <TextInput
          label={say('kiosks.pin')}
          description={say('kiosks.keep')}
          inputMode="numeric"
          autoComplete="off"
          value={pin}
          onChange={(e) => setPin(digits(e.currentTarget.value))}
        />
        <TextInput
          label={say('kiosks.settingsPin')}
          description={say('kiosks.keep')}
          inputMode="numeric"
          autoComplete="off"
          value={settingsPin}
          onChange={(e) => setSettingsPin(digits(e.currentTarget.value))}
        />
        <div>
          <Button
            type="submit"
            variant="filled"
            disabled={Object.keys(body).length === 0 || name.trim() === ''}
            loading={change.isPending}
          >
            {say('kiosks.save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
