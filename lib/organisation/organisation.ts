// The organisation itself: its name, and who is in it.
import { listMembers as readMembers } from '#lib/data/members.ts'
import type { Member, Person } from '#lib/data/model.ts'
import * as rows from '#lib/data/rename.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'

const MAX_NAME_LENGTH = 80

/** Everyone of the member's organisation. */
export async function listMembers(member: Member): Promise<Person[]> {
  requirePermission(member, 'organisation.read')
  return readMembers(member.organisation)
}

/** @throws Fault forbidden, invalid-input */
export async function renameOrganisation(member: Member, name: string): Promise<void> {
  requirePermission(member, 'organisation.manage')
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(trimmed))
    throw new Fault('invalid-input', `Give the organisation a name of 1 to ${MAX_NAME_LENGTH} characters.`)
  await rows.renameOrganisation(member, trimmed)
}
