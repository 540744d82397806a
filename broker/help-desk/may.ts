import type { Desktop } from '../../shared/api/desktop.ts'
import type { DeskFile, May } from '../../shared/api/help-desk/desk-file.ts'
import type { Policy } from '../../shared/api/policy.ts'
import { type Problem, type ProblemName, problem } from '../../shared/api/problem.ts'
import type { Right } from '../../shared/api/rights.ts'
import { mayReach } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import { type Wanted, whySecond } from './approval-rules.ts'

export interface MayFacts {
  readonly desktop: Desktop
  readonly pool: string | null
  readonly policy: Policy
  /** Ms since 1970. */
  readonly now: number
  readonly hasShare: boolean
  readonly canRescue: boolean
  /** Its picture is open in a session of its person. */
  readonly somebodyThere: boolean
  /** It has a point that is there and not known to be good. */
  readonly hasUnproven: boolean
}

/** What somebody may do with a desktop now, and if not, why. What is asked later is looked at again then. */
export function mayDo(principal: Principal, facts: MayFacts): DeskFile['may'] {
  const { desktop, pool, policy, now } = facts
  const { forecast, recovery } = desktop
  const may = (right: Right, why: Problem | null, wanted?: Pick<Wanted, 'act' | 'ageMs'>): May => {
    const refused = mayReach(principal, right, pool) ? why : problem('not-allowed')
    const second = wanted !== undefined && whySecond(principal, policy, { ...wanted, pool }).length > 0
    return { allowed: refused === null, problem: refused, second }
  }
  const when = (name: ProblemName, so: boolean): Problem | null => (so ? problem(name) : null)
  const needsHelp = when('needs-help', desktop.state === 'needs-help')
  const waits = when('approval-waits', desktop.waitsFor != null)
  const underWay = when('busy', desktop.state === 'recovering' || desktop.state === 'starting')
  const none = when('no-known-good', desktop.state === 'preparing')
  // The brake is for people: the help desk is whom it sends them to.
  const cannot = forecast.possible || forecast.problem.status === 429 ? null : forecast.problem
  const ageMs = forecast.possible ? now - Date.parse(forecast.point.takenAt) : null
  const kept = recovery === null || recovery.outcome === null ? null : recovery.undo
  return {
    recover: may('desktops.recover', needsHelp ?? cannot ?? waits, { act: 'recover', ageMs }),
    recoverUnproven: may('desktops.recover-unproven', needsHelp ?? when('unknown-point', !facts.hasUnproven) ?? waits, {
      act: 'recover',
      ageMs: null,
    }),
    undo: may('desktops.recover', needsHelp ?? when('undo-gone', kept === null) ?? waits, {
      act: 'undo',
      ageMs: null,
    }),
    restart: may('desktops.recover', needsHelp ?? none ?? waits, { act: 'restart', ageMs: null }),
    takePoint: may('points.take', needsHelp ?? none ?? underWay),
    pin: may('points.pin', none),
    rescue: may(
      'desktops.rescue',
      when('no-rescue', !facts.canRescue) ??
        when('no-share', !facts.hasShare) ??
        when('leftovers-gone', (desktop.kept?.count ?? 0) === 0),
    ),
    rebuild: may('desktops.rebuild', none ?? underWay ?? waits, { act: 'rebuild', ageMs: null }),
    hold: may('desktops.hold', null),
    clearHelp: may('desktops.recover', when('no-help-needed', needsHelp === null)),
    message: may('desktops.message', null),
    watch: may(
      'desktops.watch',
      when('nobody-there', !facts.somebodyThere) ?? when('help-asked', desktop.help != null),
    ),
  }
}
