import type { QueryClient } from '@tanstack/react-query'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { HelpDeskEvent } from '../../../shared/api/help-desk/event.ts'
import { HELP_DESK_EVENTS_PATH } from '../../../shared/api/help-desk/paths.ts'
import { parseAsText } from './as-text.ts'
import { hear } from './hear.ts'
import { SESSION } from './session-key.ts'

export type Link =
  | { readonly is: 'connecting' }
  | { readonly is: 'up' }
  | { readonly is: 'down'; readonly since: number }

/** What is told as it happens. */
export interface Live {
  readonly link: StoreApi<Link>
  /** Keeps what is asked of the broker up to date, until the function that it answers is called. */
  follow(queries: QueryClient): () => void
  tryNow(): void
}

export function useLink(live: Live): Link {
  return useStore(live.link)
}

/** A browser opens a stream again by itself, but not one that was refused. */
const AGAIN_MS = 5_000
const types = HelpDeskEvent.options.map((option) => option.shape.type.value)

/** The broker's event stream. The session's cookie goes with it. */
export function followLive(): Live {
  const link = createStore<Link>(() => ({ is: 'connecting' }))
  const say = (next: Link) => link.setState(next, true)
  let reopen: () => void = () => undefined
  return {
    link,
    tryNow: () => reopen(),
    follow(queries) {
      let source: EventSource | null = null
      let timer: ReturnType<typeof setTimeout> | undefined
      const heard = hear(queries)
      const over = () => {
        source?.close()
        queries.setQueryData(SESSION, null)
      }
      const open = () => {
        clearTimeout(timer)
        source?.close()
        const opened = new EventSource(HELP_DESK_EVENTS_PATH)
        source = opened
        opened.onopen = () => {
          // What is shown may be from before the silence.
          if (link.getState().is === 'down') void queries.invalidateQueries()
          say({ is: 'up' })
        }
        opened.onerror = () => {
          const now = link.getState()
          say(now.is === 'down' ? now : { is: 'down', since: Date.now() })
          if (opened.readyState === EventSource.CLOSED) {
            timer = setTimeout(open, AGAIN_MS)
            // It may have been refused because the session is over; the answer to this tells.
            void queries.invalidateQueries({ queryKey: SESSION })
          }
        }
        for (const type of types)
          opened.addEventListener(type, (message: MessageEvent<string>) => {
            const event = HelpDeskEvent.safeParse(parseAsText(message.data))
            if (!event.success) return
            if (event.data.type === 'session-ended') over()
            else heard.event(event.data)
          })
      }
      reopen = open
      open()
      return () => {
        clearTimeout(timer)
        source?.close()
        heard.stop()
        reopen = () => undefined
        say({ is: 'connecting' })
      }
    },
  }
}
