import { z } from 'zod'

/** Who people are here. Everybody uses their own desktops; what a role may do beside that stands in `rightsOf`. */
export const ROLES = ['user', 'helpdesk-junior', 'helpdesk-senior', 'administrator', 'auditor'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** What may be done with what is not one's own, each with what it means. */
export const rights = {
  'desktops.see': 'find desktops and people, see points, recoveries and what is under way',
  'desktops.recover': 'recover, restart and undo for somebody',
  'desktops.recover-unproven': 'recover to a point that is not known to be good',
  'desktops.rescue': 'list and copy what was only local to the share of whose it is',
  'desktops.rebuild': 'rebuild from the golden image',
  'desktops.hold': 'hold a desktop or a pool: nothing by itself until it is let go',
  'desktops.message': 'write to whoever sits at a desktop',
  'desktops.watch': 'ask to see or take over a picture',
  'points.take': 'take a point of a desktop',
  'points.pin': 'pin a point, or let it go',
  'approvals.decide': 'agree to what needs a second person',
  'incidents.act': 'hold, tell and recover all desktops of an incident',
  'changes.announce': 'announce a change, which takes points first',
  'kiosks.see': 'see kiosks',
  'kiosks.manage': 'enrol, change and revoke kiosks',
  'policies.see': 'see policies',
  'policies.change': 'change policies',
  'people.see': 'see people, their roles and sessions',
  'people.manage': 'change people, roles, tokens; end sessions',
  'hosts.see': 'see hosts and storages',
  'hosts.manage': 'drain hosts, plug in desktops',
  'audit.read': 'search and export the audit trail, verify its chain',
  'integrations.manage': 'change where events are told',
  'metrics.read': 'read metrics',
} as const
export type Right = keyof typeof rights
export const RightName = z.enum(Object.keys(rights) as [Right, ...Right[]])

/** What somebody may do: each right with the pools where it holds. */
export const Rights = z
  .partialRecord(RightName, z.union([z.literal('all'), z.array(z.string())]))
  .meta({ id: 'Rights' })
export type Rights = z.infer<typeof Rights>

/** Whether it is done to desktops, so that it can be for those of some pools alone. All else is for whoever has it everywhere. */
export function isPerPool(right: Right): boolean {
  return /^(desktops|points|approvals|incidents|changes)\./.test(right)
}

const junior = [
  'desktops.see',
  'desktops.recover',
  'desktops.rescue',
  'desktops.message',
  'desktops.watch',
  'points.take',
  'kiosks.see',
  'hosts.see',
] as const satisfies Right[]
const senior = [
  ...junior,
  'desktops.recover-unproven',
  'desktops.rebuild',
  'desktops.hold',
  'points.pin',
  'approvals.decide',
  'incidents.act',
  'changes.announce',
  'kiosks.manage',
  'policies.see',
  'people.see',
] as const satisfies Right[]

/** From the least to the most: of several roles, the last one is shown. */
const byWeight: readonly Role[] = ['user', 'helpdesk-junior', 'auditor', 'helpdesk-senior', 'administrator']

/** The one that says most of somebody who has several. */
export function chiefRole(roles: readonly Role[]): Role {
  return byWeight.findLast((role) => roles.includes(role)) ?? 'user'
}

/** What each role may do with what is not its own. */
export const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  user: [],
  'helpdesk-junior': junior,
  'helpdesk-senior': senior,
  administrator: Object.keys(rights) as Right[],
  auditor: ['desktops.see', 'kiosks.see', 'policies.see', 'people.see', 'hosts.see', 'audit.read', 'metrics.read'],
}
