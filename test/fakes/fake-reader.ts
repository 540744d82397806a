import { duplexPair } from 'node:stream'
import { type DiskReader, ExistsError, type ReaderStart } from '../../broker/hypervisors/hypervisor.ts'
import { encodeMessage, type Message, messagesIn } from '../../broker/rescue/frames.ts'
import type { FakeHost } from './fake-host.ts'

/** A helper's side of the talk. */
export interface Talk {
  readonly hear: () => Promise<Message>
  readonly say: (name: string, ...fields: (string | number | Uint8Array)[]) => void
  readonly raw: (bytes: Uint8Array) => void
  readonly end: () => void
}

/** What the program in a helper does, from its start to its end. */
export type HelperProgram = (talk: Talk, start: ReaderStart, n: number) => Promise<void>

/** Helpers on a `FakeHost`: machines like the others, each with a program that the test wrote. */
export class FakeReader implements DiskReader {
  readonly starts: (ReaderStart & { readonly n: number })[] = []
  program: HelperProgram
  readonly #host: FakeHost

  constructor(host: FakeHost, program: HelperProgram) {
    this.#host = host
    this.program = program
  }

  async start(desktop: string, n: number, start: ReaderStart, signal: AbortSignal) {
    signal.throwIfAborted()
    const { machines } = this.#host.desktop(desktop)
    if (machines.has(n)) throw new ExistsError(`i-${n} was started already`)
    machines.set(n, {
      ...{ n, disk: -n, recording: false, image: null, network: 'nowhere', alive: true, status: 'running' },
      ...{
        linkUp: false,
        agent: 'silent',
        picture: 'blank',
        pointer: { x: 0, y: 0 },
        frozen: false,
        unwritten: null,
        saved: false,
      },
      memory: {},
    })
    this.starts.push({ ...start, n })
    const [ours, theirs] = duplexPair()
    theirs.on('error', () => undefined)
    const messages = messagesIn(theirs)
    const talk: Talk = {
      hear: async () => {
        const next = await messages.next()
        // Nobody speaks any more: the machine was killed.
        return next.done === true ? new Promise<Message>(() => undefined) : next.value
      },
      say: (name: string, ...fields: (string | number | Uint8Array)[]) =>
        void theirs.write(encodeMessage(name, ...fields)),
      raw: (bytes: Uint8Array) => void theirs.write(bytes),
      end: () => void theirs.end(),
    }
    talk.say('here', '1')
    void this.program(talk, start, n)
    return ours
  }
}
