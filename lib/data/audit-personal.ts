// What a person does to their own account is on the record of every organisation that they are a member of: each of them
// trusts that account.
import { type AuditAction, type AuditDetail, writeAudit } from './audit.ts'
import type { Transaction } from './client.ts'
import type { Member, RequestOrigin } from './model.ts'
import { memberFrom } from './organisation.ts'

/**
 * One entry in each organisation of a person, in the transaction of the change.
 * @param detail beside the address of the account
 * @param via how it was asked for
 */
export async function writePersonalAudit(
  tx: Transaction,
  userId: string,
  action: AuditAction,
  detail: AuditDetail = {},
  from?: RequestOrigin,
  via: Member['via'] = 'user',
): Promise<void> {
  const memberships = await tx.member.findMany({
    where: { userId },
    include: { organisation: true, user: true },
    orderBy: [{ createdAt: 'asc' }, { organisationId: 'asc' }],
  })
  for (const membership of memberships) {
    const member = { ...memberFrom(membership, via), ...(from && { from }) }
    await writeAudit(tx, member, action, userId, { email: member.email, ...detail })
  }
}
