import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { ProblemError } from '../../../shared/api/problem.ts'
import type { Route } from '../../../shared/api/route.ts'
import { useAdmin } from './admin.ts'
import type { Answer, Ask, Asked } from './ask.ts'
import { SESSION } from './session-key.ts'

/** Answers are kept while they are shown. Live events say what to ask again. */
export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ProblemError && error.is('not-signed-in')) queries.setQueryData(SESSION, null)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // The broker is on the same network, wherever the internet is.
        networkMode: 'always',
        // Only silence is worth asking again; a refusal stays one.
        retry: (times, error) => times < 2 && error instanceof ProblemError && error.is('broker-unreachable'),
      },
      mutations: { networkMode: 'always' },
    },
  })
  return queries
}

interface Asking<A> {
  /** Asked again after so many ms, while it is shown; by its answer, false: no more. */
  readonly every?: number | ((answer: A | undefined) => number | false)
  /** Not asked while false. */
  readonly on?: boolean
  /** What was answered to the last question stays in sight until this one is answered. */
  readonly keep?: boolean
}

/** What is asked of the broker, as TanStack Query knows it: by its path first, so that events can say what is old. */
export function questionOf<R extends Route>(ask: Ask, route: R, asked: Asked<R>) {
  return {
    queryKey: [route.path, asked] as const,
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Answer<R>> => ask(route, asked, signal),
  }
}

/** An answer of the broker, asked for while it is shown. */
export function useAsked<R extends Route>(
  route: R,
  asked: Asked<R>,
  { every, on = true, keep = false }: Asking<Answer<R>> = {},
): UseQueryResult<Answer<R>> {
  const { ask } = useAdmin()
  return useQuery<Answer<R>>({
    ...questionOf(ask, route, asked),
    enabled: on,
    ...(every === undefined
      ? {}
      : { refetchInterval: typeof every === 'number' ? every : ({ state }) => every(state.data) }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/** Asks the broker to do something, and then anew for what is shown: it may have changed by it. */
export function useAct<R extends Route>(route: R): UseMutationResult<Answer<R>, Error, Asked<R>> {
  const { ask } = useAdmin()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (asked: Asked<R>) => ask(route, asked),
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] }),
  })
}
