/** What happens to whom, at the moment that a case names. */
export const acts = [
  'broker killed',
  'QEMU killed',
  'both killed',
  'broker stopped',
  'disk full',
  'share down',
  'agent silent',
] as const
export type Act = (typeof acts)[number]

/**
 * The moments of a recovery, in their order: `at-<mark>` is the boundary of a step, right after it was recorded; all others
 * are inside of one, right before the hypervisor is asked for that.
 */
export const moments = [
  'at-preparing',
  'guest.exec',
  'reserve',
  'createOverlay',
  'at-prepared',
  'saveMemory',
  'stop',
  'at-protected',
  'kill',
  'seal',
  'at-sealed',
  'startInert',
  'at-switched',
  'resume',
  'guest.ping',
  'setLink',
  'at-live',
  'picture',
  'movePointer',
] as const
export type Moment = (typeof moments)[number]

export interface Case {
  readonly act: Act
  readonly moment: Moment
}

/** An agent can only fall silent where a guest runs, and be asked to where the broker does not speak with it just then. */
const withAGuest = new Set<Moment>(['at-preparing', 'setLink', 'at-live', 'picture'])

/** One for each act and moment; a full disk only where one can be had that fills up. */
export function allCases(canFill: boolean): Case[] {
  return acts
    .filter((act) => act !== 'disk full' || canFill)
    .flatMap((act) => moments.map((moment) => ({ act, moment })))
    .filter(({ act, moment }) => act !== 'agent silent' || withAGuest.has(moment))
}

/** A few of them: each step, each act that needs no file system of its own. */
export const shortForm: readonly Case[] = [
  { act: 'agent silent', moment: 'at-preparing' },
  { act: 'QEMU killed', moment: 'at-prepared' },
  { act: 'both killed', moment: 'kill' },
  { act: 'broker stopped', moment: 'at-sealed' },
  { act: 'broker killed', moment: 'startInert' },
  { act: 'share down', moment: 'setLink' },
]
