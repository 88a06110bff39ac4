// Whether whoever made a grant may decide about its calls: a switch of the organisation.
import { difference, writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'

export async function isSeparated(organisation: Organisation): Promise<boolean> {
  const row = await database().organisation.findUniqueOrThrow({ where: { id: organisation.id } })
  return row.isSeparated
}

export function separate(member: Member, isSeparated: boolean): Promise<void> {
  const { id } = member.organisation
  return transaction(async (tx) => {
    const before = await tx.organisation.findUniqueOrThrow({ where: { id }, select: { isSeparated: true } })
    const changed = difference(before, { isSeparated })
    if (changed === null) return
    await tx.organisation.update({ where: { id }, data: { isSeparated } })
    await writeAudit(tx, member, 'organisation.separation_changed', id, changed)
  })
}
