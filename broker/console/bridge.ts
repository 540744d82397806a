import type { Socket } from 'node:net'
import type { RawData, WebSocket } from 'ws'
import { type ConsoleCloseCode, consoleClose } from '../../shared/console-close.ts'
import type { InputHold } from './input-hold.ts'

/** Above this, bytes that a slow page has not taken yet stop the machine's end from sending more. */
const MOST_WAITING = 1024 * 1024
const ENOUGH_WAITING = MOST_WAITING / 2
const HEARTBEAT_MS = 10_000
const MISSES = 2
const GOODBYE_MS = 2_000

export interface BridgeEnd {
  /** The WebSocket's close code. */
  readonly code: number
  readonly toPage: number
  readonly toMachine: number
}

/**
 * Carries bytes between a page's WebSocket and a machine's socket until one of them ends, waiting for the slower of the two
 * in either direction. The machine's socket must not have been read from yet: what it said first is carried too.
 */
export class Bridge {
  readonly ended: Promise<BridgeEnd>
  readonly #page: WebSocket
  readonly #machine: Socket
  readonly #hold: InputHold | null
  readonly #heartbeat: NodeJS.Timeout
  #toPage = 0
  #toMachine = 0
  #unanswered = 0

  /** `hold`: what the page says goes through it. */
  constructor(page: WebSocket, machine: Socket, hold: InputHold | null = null) {
    this.#page = page
    this.#hold = hold
    this.#machine = machine
    page.binaryType = 'nodebuffer'
    page.on('message', (data, isBinary) => this.#fromPage(data, isBinary))
    page.on('pong', () => (this.#unanswered = 0))
    page.on('error', () => page.terminate())
    machine.on('data', (chunk) => this.#fromMachine(chunk))
    machine.on('drain', () => page.resume())
    machine.on('error', () => machine.destroy())
    machine.on('close', () => this.close(consoleClose.machineGone))
    this.ended = new Promise((resolve) => {
      page.once('close', (code: number) => {
        clearInterval(this.#heartbeat)
        machine.destroy()
        resolve({ code, toPage: this.#toPage, toMachine: this.#toMachine })
      })
    })
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS)
    if (machine.destroyed) this.close(consoleClose.machineGone)
  }

  /** Closes with a reason for the page; a page that does not take it is cut. Fine if it has ended. */
  close(code: ConsoleCloseCode): void {
    this.#machine.destroy()
    if (this.#page.readyState === this.#page.OPEN) {
      this.#page.resume()
      this.#page.close(code)
      setTimeout(() => this.#page.terminate(), GOODBYE_MS).unref()
    }
  }

  #fromPage(data: RawData, isBinary: boolean): void {
    if (!isBinary) {
      this.close(consoleClose.notBytes)
      return
    }
    let chunk = data as Buffer
    try {
      if (this.#hold !== null) chunk = this.#hold.pass(chunk)
    } catch {
      this.close(consoleClose.notBytes)
      return
    }
    this.#toMachine += chunk.length
    if (!this.#machine.write(chunk)) this.#page.pause()
  }

  #fromMachine(chunk: Buffer): void {
    this.#toPage += chunk.length
    this.#page.send(chunk, () => {
      if (this.#page.bufferedAmount <= ENOUGH_WAITING) this.#machine.resume()
    })
    if (this.#page.bufferedAmount > MOST_WAITING) this.#machine.pause()
  }

  /** An idle desktop sends nothing, so silence tells nothing: the page's browser is asked for a sign of life. */
  #beat(): void {
    // While the machine does not take what the page sent, nothing more is read of the page, its answers neither.
    if (this.#page.isPaused) return
    if (this.#unanswered >= MISSES) {
      this.#page.terminate()
      return
    }
    this.#unanswered++
    this.#page.ping()
  }
}
