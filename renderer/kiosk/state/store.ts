import { createStore, type StoreApi } from 'zustand/vanilla'
import { problem } from '../../../shared/api/problem.ts'
import type { Answered, Bridge } from '../../../shared/bridge.ts'
import type { ButtonLight } from '../../../shared/button.ts'
import type { Clock } from './clock.ts'
import { lightOf } from './derived.ts'
import type { Effect, KioskEvent } from './event.ts'
import { type Kiosk, nothingKnown } from './kiosk.ts'
import { step, wakeAt } from './step.ts'

export interface KioskStore {
  readonly store: StoreApi<Kiosk>
  /** Something happened or was done. */
  readonly send: (event: KioskEvent) => void
  readonly close: () => void
}

const BOOT_RETRY_MS = 2_000

/** Joins the pure behaviour to the bridge and to the clock. */
export function openStore(bridge: Bridge, clock: Clock, known: Kiosk = nothingKnown): KioskStore {
  const store = createStore<Kiosk>(() => known)
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  function send(event: KioskEvent): void {
    if (closed) return
    const [next, ...effects] = step(store.getState(), event, clock.mono())
    store.setState(next, true)
    for (const effect of effects) run(effect)
    wake()
  }

  function wake(): void {
    clearTimeout(timer)
    const now = clock.mono()
    const at = wakeAt(store.getState(), now)
    if (at !== null) timer = setTimeout(() => send({ type: 'tick' }), Math.max(0, at - now))
  }

  function run(effect: Effect): void {
    switch (effect.do) {
      case 'ask-desktops':
        return void sure(bridge.call('desktops', null)).then((answer) => send({ type: 'desktops', answer }))
      case 'sign-in': {
        const { name, password } = effect
        return void sure(bridge.call('signIn', { name, password })).then((answer) =>
          send({ type: 'signed-in', answer }),
        )
      }
      case 'connect':
        return void sure(bridge.call('kioskSignIn', { pin: effect.pin })).then((answer) =>
          send({ type: 'signed-in', answer }),
        )
      case 'new-code':
        return void sure(bridge.call('newCode', null))
      case 'enrol-anew':
        return void sure(bridge.call('enrolAnew', null))
      case 'close-settings':
        return void sure(bridge.call('closeSettings', null))
      case 'take-over':
        return void sure(bridge.call('takeOver', effect.desktopId)).then(() => send({ type: 'taken-over' }))
      case 'sign-out':
        return void sure(bridge.call('signOut', null)).then((answer) => send({ type: 'signed-out', answer }))
      case 'ask-points': {
        const { desktopId } = effect
        return void sure(bridge.call('points', desktopId)).then((answer) => send({ type: 'points', desktopId, answer }))
      }
      case 'take-point': {
        const { desktopId, key, note } = effect
        const point = { key, ...(note === '' ? {} : { note }) }
        return void sure(bridge.call('takePoint', { desktopId, point })).then((answer) =>
          send({ type: 'taken', key, answer }),
        )
      }
      case 'cancel': {
        const { runId } = effect
        return void sure(bridge.call('cancel', runId)).then((answer) => send({ type: 'cancelled', runId, answer }))
      }
      case 'ask-kept': {
        const { runId } = effect
        return void sure(bridge.call('leftovers', runId)).then((answer) => send({ type: 'kept', runId, answer }))
      }
      case 'ask-entries': {
        const { runId, folder, after } = effect
        const page = { folder, ...(after === null ? {} : { after }) }
        return void sure(bridge.call('leftoverEntries', { recoveryId: runId, page })).then((answer) =>
          send({ type: 'entries', runId, folder, after, answer }),
        )
      }
      case 'copy': {
        const { runId, rescue } = effect
        return void sure(bridge.call('startRescue', { recoveryId: runId, rescue })).then((answer) =>
          send({ type: 'copying', key: rescue.key, answer }),
        )
      }
      case 'answer-help': {
        const { desktopId, helpId, allow } = effect
        return void sure(bridge.call('answerHelp', { desktopId, helpId, answer: { allow } })).then((answer) =>
          send({ type: 'help-answered', helpId, answer }),
        )
      }
      case 'end-help': {
        const { desktopId, helpId } = effect
        return void sure(bridge.call('endHelp', { desktopId, helpId })).then((answer) =>
          send({ type: 'help-answered', helpId, answer }),
        )
      }
      case 'read-message': {
        const { desktopId, messageId } = effect
        return void sure(bridge.call('readMessage', { desktopId, messageId }))
      }
      case 'decline-offer': {
        const { desktopId, offerId } = effect
        return void sure(bridge.call('declineOffer', { desktopId, offerId }))
      }
      case 'press': {
        const { kind, key, desktopId, generation, pointId, runId } = effect.press
        const answered =
          kind === 'undo' && runId !== null
            ? bridge.call('undo', { recoveryId: runId, press: { key, generation } })
            : bridge.call('press', {
                desktopId,
                press: {
                  key,
                  generation,
                  kind: kind === 'restart' ? 'restart' : 'recover',
                  ...(pointId === null ? {} : { pointId }),
                },
              })
        return void sure(answered).then((answer) => send({ type: 'pressed', key, answer }))
      }
    }
  }

  /** Nothing can be shown before these are known, so they are asked for until they are. */
  async function boot(): Promise<void> {
    while (!closed) {
      const [facts, state] = await Promise.all([sure(bridge.call('facts', null)), sure(bridge.call('state', null))])
      if (facts.ok) send({ type: 'facts', facts: facts.value })
      if (state.ok) send({ type: 'state', ...state.value })
      if (facts.ok && state.ok) return
      await new Promise((resolve) => setTimeout(resolve, BOOT_RETRY_MS))
    }
  }

  const show = (light: ButtonLight) => void sure(bridge.call('light', light))
  const unlight = store.subscribe((now, before) => {
    const light = lightOf(now)
    if (light !== lightOf(before)) show(light)
  })
  const unhear = bridge.listen(send)
  show(lightOf(known))
  void boot()
  wake()

  return {
    store,
    send,
    close() {
      closed = true
      clearTimeout(timer)
      unlight()
      unhear()
    },
  }
}

/** A bridge answers; one that breaks on the way has answered with that. */
async function sure<T>(answer: Promise<Answered<T>>): Promise<Answered<T>> {
  try {
    return await answer
  } catch (e) {
    return { ok: false, problem: problem('internal', e instanceof Error ? e.message : String(e)) }
  }
}
