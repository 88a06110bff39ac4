// Who acts, in which organisation, and what is on record of them.
import type { Permission, Role } from '#lib/roles/index.ts'

export { ROLES, type Role } from '#lib/roles/index.ts'

declare const proven: unique symbol
/** The proof of tenancy that every data function asks for. Only lib/auth and an API key make one. */
export type Organisation = { readonly id: string; readonly name: string; readonly [proven]: true }

/** Who acts: a signed-in person, or a person's API key. */
export type Member = {
  readonly organisation: Organisation
  readonly userId: string
  readonly email: string
  readonly role: Role
  readonly via: 'user' | 'api_key' | 'cli'
  /** The API key that it came by. */
  readonly keyId?: string
  /** What that key was given; absent where it has all that its person may. */
  readonly scopes?: readonly Permission[]
  /** Where the request came from, for the record; absent at the command line and in the program's own work. */
  readonly from?: RequestOrigin
}

/** A request as the record names it. */
export type RequestOrigin = {
  readonly requestId: string
  /** As `clientAddress` gives it: an IPv4 address, an IPv6 /64, or 'unknown'. */
  readonly address: string
}

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null }

/** One entry of the record. `actor` is an e-mail address, null where that person is gone, or nobody did it. */
export type AuditEvent = {
  readonly id: string
  readonly at: Date
  readonly actor: string | null
  /** user, api_key, cli; chore: the program itself; database: by SQL. */
  readonly actorKind: string
  /** The API key that it came by. */
  readonly keyId: string | null
  /** '' where no request did it. */
  readonly requestId: string
  readonly address: string
  readonly action: string
  readonly target: string
  readonly detail: unknown
}

/** A member as the others see them. */
export type Person = {
  readonly userId: string
  readonly email: string
  readonly role: Role
  readonly joinedAt: Date
}

export type ApiKey = {
  readonly id: string
  readonly name: string
  readonly tokenEnd: string
  readonly createdBy: string
  readonly userId: string
  /** What it was given of what its person may; null: all of it. */
  readonly scopes: readonly Permission[] | null
  readonly expiresAt: Date | null
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
}
