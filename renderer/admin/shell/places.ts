import type { Right } from '../../../shared/api/rights.ts'
import type { IconName } from '../parts/icons.ts'

interface Place {
  readonly to:
    | '/'
    | '/incidents'
    | '/desktops'
    | '/recoveries'
    | '/approvals'
    | '/kiosks'
    | '/policies'
    | '/people'
    | '/audit'
  readonly word:
    | 'overview'
    | 'incidents'
    | 'desktops'
    | 'recoveries'
    | 'approvals'
    | 'kiosks'
    | 'policies'
    | 'people'
    | 'audit'
  readonly icon: IconName
  readonly right: Right
}

/** What one goes to every day, and what less often; each for whoever may. */
export const places: readonly (readonly Place[])[] = [
  [
    { to: '/', word: 'overview', icon: 'home', right: 'desktops.see' },
    { to: '/incidents', word: 'incidents', icon: 'incident', right: 'desktops.see' },
    { to: '/desktops', word: 'desktops', icon: 'desktop', right: 'desktops.see' },
    { to: '/recoveries', word: 'recoveries', icon: 'recover', right: 'desktops.see' },
    { to: '/approvals', word: 'approvals', icon: 'approval', right: 'desktops.see' },
    { to: '/kiosks', word: 'kiosks', icon: 'kiosk', right: 'kiosks.see' },
  ],
  [
    { to: '/policies', word: 'policies', icon: 'policy', right: 'policies.see' },
    { to: '/people', word: 'people', icon: 'people', right: 'people.see' },
    { to: '/audit', word: 'audit', icon: 'audit', right: 'audit.read' },
  ],
]
