import type { Generated } from 'kysely'
import type { Role } from '../../../shared/api/rights.ts'

/** Who people are, how they prove it, and what they may do. */
export interface IdentityTables {
  person: PersonTable
  person_group: PersonGroupTable
  session: SessionTable
  sign_in_failure: SignInFailureTable
  sign_in_ticket: SignInTicketTable
  totp: TotpTable
  passkey: PasskeyTable
  recovery_code: RecoveryCodeTable
  oidc_attempt: OidcAttemptTable
  service_token: ServiceTokenTable
}

export interface PersonTable {
  id: string
  /** As typed at sign-in, lower case; of somebody deleted, made of the id. */
  name: string
  display_name: string
  /** argon2id, PHC string; empty: no password fits. */
  password_hash: string
  role: Generated<Role>
  /** Where that role holds, names of pools; null: everywhere. */
  pools_json: Generated<string | null>
  /** Who keeps the account: the configuration, people here, or a directory that it was taken over from at a sign-in. */
  source: Generated<'config' | 'local' | 'oidc' | 'ldap' | 'service'>
  /** How they prove who they are. */
  sign_in: Generated<'password' | 'oidc' | 'ldap' | 'token'>
  /** Which of the directory's they are; null: not known before they first sign in. */
  external_id: Generated<string | null>
  made_at: Generated<number | null>
  signed_in_at: Generated<number | null>
  locked_at: Generated<number | null>
  /** The configuration names them no longer. */
  gone_at: Generated<number | null>
  deleted_at: Generated<number | null>
  /** Their password was made by somebody else: it has to be changed, and until then counts to this moment. */
  first_password_until: Generated<number | null>
}

/** The groups of a person that mean something here, as they were at the last sign-in. */
export interface PersonGroupTable {
  person_id: string
  name: string
  role: Role
  pools_json: string | null
}

export interface SessionTable {
  /** SHA-256 of the secret, hex: the secret itself is nowhere. */
  id: string
  person_id: string
  created_at: number
  expires_at: number
  /** Only requests that this kiosk signed count; null: of no kiosk. */
  kiosk_id: Generated<string | null>
  /** It reaches nothing but this desktop. */
  desktop_id: Generated<string | null>
  /** The address that it was opened from. */
  opened_from: Generated<string | null>
  /** What the browser called itself: anybody's words. */
  browser: Generated<string | null>
  /** It is for their own desktops alone, whatever their roles. */
  own_only: Generated<number>
}

export interface SignInFailureTable {
  /** A person's name; a digest of what nobody is called; `address ` and an address. */
  name: string
  count: number
  /** No try is looked at before then. */
  blocked_until: number
}

/** Somebody whose password was right, and who has to show a second factor. */
export interface SignInTicketTable {
  /** SHA-256 of the ticket, hex. */
  id: string
  person_id: string
  /** What a passkey has to sign; null: none was asked for. */
  challenge: string | null
  tries: Generated<number>
  expires_at: number
}

export interface TotpTable {
  person_id: string
  /** Encrypted, see seal.ts. */
  secret: string
  made_at: number
  /** Null: nobody has shown a code of it yet, so it does not count. */
  confirmed_at: number | null
  /** The last step of time whose code was used: neither it nor an earlier one counts again. */
  last_step: number
}

export interface PasskeyTable {
  /** The credential's id, base64url. */
  id: string
  person_id: string
  name: string
  public_key: Buffer
  counter: number
  transports_json: string
  made_at: number
  used_at: number | null
}

export interface RecoveryCodeTable {
  /** SHA-256 of person and code, hex. */
  id: string
  person_id: string
}

/** A sign-in at the OIDC provider that was begun. */
export interface OidcAttemptTable {
  /** SHA-256 of its `state`, hex. */
  id: string
  /** SHA-256 of the secret in the browser's cookie, hex: nobody else can end it. */
  browser: string
  nonce: string
  verifier: string
  /** The page to go to afterwards. */
  page: string
  expires_at: number
}

/** What a program signs in with. */
export interface ServiceTokenTable {
  id: string
  /** SHA-256, hex. */
  digest: string
  person_id: string
  name: string
  rights_json: string
  pools_json: string | null
  made_at: number
  made_by: string
  expires_at: number
  used_at: number | null
}
