import './local-settings.css'
import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react'
import { type Problem, problemName } from '../../../shared/api/problem.ts'
import type { LocalFacts } from '../../../shared/bridge.ts'
import type { ButtonState } from '../../../shared/button.ts'
import { useSay } from '../parts/Announcer.tsx'
import { Button } from '../parts/Button.tsx'
import { Field } from '../parts/Field.tsx'
import { Headline } from '../parts/Headline.tsx'
import { Icon } from '../parts/Icon.tsx'
import { PinPad } from '../parts/PinPad.tsx'
import { Room } from '../parts/Room.tsx'
import { buttonOf } from '../state/derived.ts'
import { useKiosk, useSend, useSurroundings } from '../surroundings.ts'
import { problemSaid } from '../words/problem.ts'
import { tongues } from '../words/tongues.ts'
import { t } from '../words/words.ts'
import { LanguageChoice } from './local/LanguageChoice.tsx'
import { Opened } from './local/Opened.tsx'
import { ServiceTest } from './local/ServiceTest.tsx'

/** What an administrator sets at the kiosk itself. What was typed and told lives here alone, and goes with the screen. */
export function LocalSettings() {
  const { bridge } = useSurroundings()
  const send = useSend()
  const [told, setTold] = useState<LocalFacts | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const close = () => send({ type: 'close-settings' })

  const open = (pin: string) => {
    setBusy(true)
    setProblem(null)
    void bridge.call('openSettings', { pin }).then((answer) => {
      setBusy(false)
      if (answer.ok) setTold(answer.value)
      else setProblem(answer.problem)
    })
  }
  if (told !== null) return <Rows told={told} onTold={setTold} onClose={close} />
  const words = (
    <>
      <Headline>{t('local.title')}</Headline>
      <p className="lead quiet">{t('local.lead')}</p>
      {problem === null ? <p className="quiet">{t('local.tries')}</p> : <Refused problem={problem} />}
    </>
  )
  return (
    <Room>
      <PinPad words={words} submit={t('local.open')} busy={busy} onSubmit={open}>
        <Button onClick={close}>
          <Icon is="back" />
          {t('local.close')}
        </Button>
      </PinPad>
    </Room>
  )
}

function Rows({
  told,
  onTold,
  onClose,
}: {
  told: LocalFacts
  onTold: (told: LocalFacts) => void
  onClose: () => void
}) {
  const { bridge } = useSurroundings()
  const send = useSend()
  const facts = useKiosk((k) => k.facts)
  const button = useKiosk(buttonOf)
  // Nobody is signed in, so a press can do nothing but be seen.
  const pressed = useKiosk((k) => k.hint !== null || k.hold.is !== 'no')
  const [log, setLog] = useState<readonly string[] | null>(null)
  const [changing, setChanging] = useState(false)
  const [open, setOpen] = useState<'network' | 'language' | null>(null)
  const [restarting, setRestarting] = useState(false)
  const used = () => send({ type: 'open-settings' })
  const toggle = (which: 'network' | 'language') => {
    used()
    setOpen(open === which ? null : which)
  }

  const restart = () => {
    setRestarting(true)
    void bridge.call('restartKiosk', null).then((answer) => setRestarting(answer.ok))
  }
  const look = () => {
    used()
    if (log !== null) setLog(null)
    else void bridge.call('kioskLog', null).then((answer) => (answer.ok ? setLog(answer.value) : onClose()))
  }
  return (
    <Room>
      <div className="acts head">
        <Headline focus>{t('local.title')}</Headline>
        <span className="push acts">
          <Button aria-disabled={restarting} onClick={restart}>
            {t(restarting ? 'local.restarting' : 'local.restart')}
          </Button>
          <Button look="paper" onClick={onClose}>
            {t('do.done')}
          </Button>
        </span>
      </div>
      <div className="rows">
        <Row
          name={t('local.service.name')}
          value={told.brokerFixed ? t('local.service.fixed', { broker: told.broker }) : told.broker}
        >
          {!told.brokerFixed && !changing && (
            <Button size="small" onClick={() => setChanging(true)}>
              {t('local.change')}
            </Button>
          )}
        </Row>
        <Row name={t('local.trust.name')} value={trustWords(told)} />
        <Row
          name={t('local.network.name')}
          value={told.network.length === 0 ? t('local.network.none') : told.network.join(', ')}
        >
          <Button size="small" aria-expanded={open === 'network'} onClick={() => toggle('network')}>
            {t('local.look')}
          </Button>
        </Row>
        <Row
          name={t('local.words.name')}
          value={told.language === null ? t('local.words.system') : tongues[told.language].name}
        >
          {!told.languageFixed && (
            <Button size="small" aria-expanded={open === 'language'} onClick={() => toggle('language')}>
              {t('local.change')}
            </Button>
          )}
        </Row>
        {button !== null && <Row name={t('local.button.name')} value={buttonWords(button, pressed)} />}
        <Row
          name={t('local.screen.name')}
          value={t('local.screen.value', { width: window.innerWidth, height: window.innerHeight })}
        />
        <Row
          name={t('local.kiosk')}
          value={t('local.version', { name: facts?.kioskName ?? '', version: facts?.version ?? '' })}
        />
        <Row name={t('local.log')} value="">
          <Button size="small" aria-expanded={log !== null} onClick={look}>
            {t('local.look')}
          </Button>
        </Row>
      </div>
      {told.wrong.length > 0 && (
        <section className="wrong" aria-label={t('local.wrong')}>
          <h2>
            <Icon is="heed" className="heed" />
            {t('local.wrong')}
          </h2>
          <pre className="log">{told.wrong.join('\n')}</pre>
        </section>
      )}
      {open === 'language' && (
        <Opened key="language">
          <LanguageChoice told={told} onTold={onTold} />
        </Opened>
      )}
      {open === 'network' && (
        <Opened key="network">
          <p className="quiet">{networkWords(told)}</p>
          <p className="quiet">{t('local.network.elsewhere')}</p>
          <ServiceTest onUsed={used} />
        </Opened>
      )}
      {changing && (
        <Address
          told={told}
          onTold={(now) => {
            used()
            onTold(now)
          }}
        />
      )}
      {log !== null && <pre className="log">{log.length === 0 ? t('local.logEmpty') : log.join('\n')}</pre>}
    </Room>
  )
}

function trustWords({ trust, fingerprints }: LocalFacts): string {
  if (trust === null) return t('local.trust.all')
  return `${trust}. ${t('local.trust.fingerprint')}: ${fingerprints.join(', ')}`
}

function networkWords({ gateway, nameServers, networkSetBy }: LocalFacts): string {
  const unknown = t('local.network.unknown')
  return [
    `${t('local.network.gateway')}: ${gateway ?? unknown}`,
    `${t('local.network.nameServers')}: ${nameServers.length === 0 ? unknown : nameServers.join(', ')}`,
    `${t('local.network.setBy')}: ${networkSetBy ?? unknown}`,
  ].join(' · ')
}

function buttonWords(button: ButtonState, pressed: boolean): string {
  if (pressed) return t('local.button.pressed')
  return button.is === 'ready' ? t('local.button.ready', { name: button.name }) : t(`strip.button.${button.is}`)
}

function Row({ name, value, children }: { name: string; value: string; children?: ReactNode }) {
  return (
    <div className="row">
      <div>
        <h2>{name}</h2>
        <p className="quiet">{value}</p>
      </div>
      {children}
    </div>
  )
}

function Address({ told, onTold }: { told: LocalFacts; onTold: (told: LocalFacts) => void }) {
  const { bridge } = useSurroundings()
  const input = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState('')
  const [saved, setSaved] = useState(false)
  useSay(saved ? t('local.saved') : note, true)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setSaved(false)
    void bridge.call('setBroker', { broker: input.current?.value.trim() ?? '' }).then((answer) => {
      setNote(answer.ok ? '' : (answer.problem.detail ?? answer.problem.title))
      setSaved(answer.ok)
      if (answer.ok) onTold(answer.value)
    })
  }
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Field
        label={t('local.service.address')}
        name="broker"
        type="text"
        autoComplete="off"
        input={input}
        autoFocus
        defaultValue={told.broker}
        note={note}
        end={
          <Button look="paper" size="small" type="submit">
            {t('local.save')}
          </Button>
        }
      />
      {saved && <p className="lead">{t('local.saved')}</p>}
    </form>
  )
}

function Refused({ problem }: { problem: Problem }) {
  const name = problemName(problem)
  const words =
    name === 'wrong-pin' ? t('connect.wrongPin') : name === 'too-many-tries' ? t('local.tooMany') : problemSaid(problem)
  useSay(words, true)
  return (
    <p className="lead proven">
      <Icon is="heed" />
      {words}
    </p>
  )
}
