import type { Policy } from '../../shared/api/policy.ts'

/** What an administrator says of a desktop; the store holds what became of it. */
export interface DesktopSettings {
  readonly id: string
  readonly name: string
  /** The sign-in name of the person whose it is. */
  readonly owner: string
  readonly share: ShareSettings | null
  /** With others of its pool it has a policy in common. */
  readonly pool?: string | null
  /** As it is now, also when an administrator changes it. */
  readonly policy: Policy
}

export interface ShareSettings {
  /** What people call it, for instance `H:`. */
  readonly label: string
  /** `//server/share`, as the guest reaches it. */
  readonly unc: string
  readonly mountPoint: string
  readonly user: string
  /** Reads the secret where it is kept. Never in an argument, never in a memory image. */
  readonly password: () => Promise<string>
}
