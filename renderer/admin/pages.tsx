import { createRootRoute, createRoute, createRouter, Link, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { Role } from '../../shared/api/rights.ts'
import { desktopsSearch } from './pages/desktops/search.ts'
import { text, yes } from './pages/search.ts'
import { Empty } from './parts/Empty.tsx'
import { PageHead } from './parts/PageHead.tsx'
import { Problem } from './parts/Problem.tsx'
import { Shell } from './shell/Shell.tsx'
import { useWords } from './words/words.ts'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NowhereHere,
  errorComponent: ({ error, reset }) => (
    <Problem error={error instanceof Error ? error : new Error(String(error))} again={reset} />
  ),
})

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: z.object({
    days: z
      .union([z.literal(1), z.literal(14), z.literal(90)])
      .optional()
      .catch(undefined),
    pool: text,
  }),
  component: lazyRouteComponent(() => import('./pages/Overview.tsx'), 'Overview'),
})
const desktops = createRoute({
  getParentRoute: () => root,
  path: '/desktops',
  validateSearch: desktopsSearch,
  component: lazyRouteComponent(() => import('./pages/Desktops.tsx'), 'Desktops'),
})
const desktop = createRoute({
  getParentRoute: () => root,
  path: '/desktops/$desktopId',
  // `recover`: the drawer is open, with this point chosen, or none yet.
  validateSearch: z.object({ recover: text }),
  component: lazyRouteComponent(() => import('./pages/desktop/DesktopPage.tsx'), 'DesktopPage'),
})
const recoveries = createRoute({
  getParentRoute: () => root,
  path: '/recoveries',
  validateSearch: z.object({
    is: z.enum(['open', 'ended', 'bad', 'undone']).optional().catch(undefined),
    q: text,
  }),
  component: lazyRouteComponent(() => import('./pages/Recoveries.tsx'), 'Recoveries'),
})
const recovery = createRoute({
  getParentRoute: () => root,
  path: '/recoveries/$recoveryId',
  // `seen`: somebody else's, in place of the one that was asked for.
  validateSearch: z.object({ seen: yes }),
  component: lazyRouteComponent(() => import('./pages/RecoveryPage.tsx'), 'RecoveryPage'),
})
const files = createRoute({
  getParentRoute: () => root,
  path: '/recoveries/$recoveryId/files',
  component: lazyRouteComponent(() => import('./pages/Files.tsx'), 'Files'),
})
const incidents = createRoute({
  getParentRoute: () => root,
  path: '/incidents',
  validateSearch: z.object({ is: z.enum(['open', 'closed']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/Incidents.tsx'), 'Incidents'),
})
const incident = createRoute({
  getParentRoute: () => root,
  path: '/incidents/$incidentId',
  component: lazyRouteComponent(() => import('./pages/IncidentPage.tsx'), 'IncidentPage'),
})
const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: z.object({ is: z.enum(['waiting', 'settled']).optional().catch(undefined), id: text }),
  component: lazyRouteComponent(() => import('./pages/Approvals.tsx'), 'Approvals'),
})
const kiosks = createRoute({
  getParentRoute: () => root,
  path: '/kiosks',
  validateSearch: z.object({ q: text, enrol: yes }),
  component: lazyRouteComponent(() => import('./pages/Kiosks.tsx'), 'Kiosks'),
})
const kiosk = createRoute({
  getParentRoute: () => root,
  path: '/kiosks/$kioskId',
  component: lazyRouteComponent(() => import('./pages/KioskPage.tsx'), 'KioskPage'),
})
const policies = createRoute({
  getParentRoute: () => root,
  path: '/policies',
  validateSearch: z.object({ scope: text }),
  component: lazyRouteComponent(() => import('./pages/Policies.tsx'), 'Policies'),
})
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: z.object({ q: text, role: Role.optional().catch(undefined), pool: text, add: yes, roles: yes }),
  component: lazyRouteComponent(() => import('./pages/People.tsx'), 'People'),
})
const programs = createRoute({
  getParentRoute: () => root,
  path: '/people/programs',
  component: lazyRouteComponent(() => import('./pages/Programs.tsx'), 'Programs'),
})
const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$personId',
  component: lazyRouteComponent(() => import('./pages/PersonPage.tsx'), 'PersonPage'),
})
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: z.object({ text, actor: text, action: text }),
  component: lazyRouteComponent(() => import('./pages/Audit.tsx'), 'Audit'),
})

const tree = root.addChildren([
  overview,
  desktops,
  desktop,
  recoveries,
  recovery,
  files,
  incidents,
  incident,
  approvals,
  kiosks,
  kiosk,
  policies,
  people,
  programs,
  person,
  audit,
])

export function createPages() {
  return createRouter({ routeTree: tree, basepath: '/admin', scrollRestoration: true, defaultPendingMs: 200 })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPages>
  }
}

function NowhereHere() {
  const say = useWords()
  return (
    <>
      <PageHead title={say('gone.title')} />
      <Empty icon="search" title={say('gone.text')}>
        <Link to="/">{say('gone.back')}</Link>
      </Empty>
    </>
  )
}
