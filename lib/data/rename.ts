// The organisation's own row; only its name can change.
import { writeAudit } from './audit.ts'
import { transaction } from './client.ts'
import type { Member } from './model.ts'

export function renameOrganisation(member: Member, name: string): Promise<void> {
  return transaction(async (tx) => {
    await tx.organisation.update({ where: { id: member.organisation.id }, data: { name } })
    await writeAudit(tx, member, 'organisation.renamed', member.organisation.id, {
      before: { name: member.organisation.name },
      after: { name },
    })
  })
}
