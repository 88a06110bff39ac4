// The proof of tenancy. Every tenant function asks for an `Organisation`; only the look-ups that
// found a membership (a session, an API key, the CLI's password check) come through here.
import { roleOf } from '#lib/roles/index.ts'
import type { Member, Organisation } from './model.ts'

type Membership = {
  readonly role: string
  readonly organisation: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly email: string }
}

/** The member that a membership row proves. An unknown role is the least one. */
export function memberFrom(row: Membership, via: Member['via']): Member {
  return {
    organisation: { id: row.organisation.id, name: row.organisation.name } as Organisation,
    userId: row.user.id,
    email: row.user.email,
    role: roleOf(row.role),
    via,
  }
}
