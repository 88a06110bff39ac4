// The organisations that a person's own export reads from, and that it was made, on the record of each.
import { writePersonalAudit } from './audit-personal.ts'
import { transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'
import { memberFrom } from './organisation.ts'

/** Writes `account.exported`, and gives the organisations that the person is in now. */
export async function writeAccountExport(member: Member): Promise<readonly Organisation[]> {
  return transaction(async (tx) => {
    await writePersonalAudit(tx, member.userId, 'account.exported', {}, member.from, member.via)
    const rows = await tx.member.findMany({
      where: { userId: member.userId },
      include: { organisation: true, user: true },
      orderBy: [{ createdAt: 'asc' }, { organisationId: 'asc' }],
    })
    return rows.map((row) => memberFrom(row, member.via).organisation)
  })
}
