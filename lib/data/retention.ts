// How long an organisation keeps the record of its calls. What is older is shown to nobody at once, and
// deleted by the gateways' schedule.
import { writeAudit } from './audit.ts'
import { findKept } from './call-spans.ts'
import { database, transaction } from './client.ts'
import type { Member, Organisation } from './model.ts'

/** Three years. The database checks it, too. */
export const MAX_RETENTION_DAYS = 1095

export type Retention = {
  readonly days: number
  /** Calls from before are not kept. */
  readonly keptSince: Date
  /** When everything that was due to be deleted had last been deleted; null where it never was. */
  readonly purgedAt: Date | null
}

export async function findRetention(organisation: Organisation): Promise<Retention> {
  const [row, kept, purge] = await Promise.all([
    database().organisation.findUniqueOrThrow({
      where: { id: organisation.id },
      select: { retentionDays: true },
    }),
    findKept(organisation),
    database().chore.findUnique({ where: { name: 'purge' }, select: { reached: true } }),
  ])
  return {
    days: row.retentionDays,
    keptSince: new Date(kept.keptSince),
    purgedAt: purge?.reached ?? null,
  }
}

/** Nothing happens, and nothing is audited, where it is so already. */
export function setRetention(member: Member, days: number): Promise<void> {
  const id = member.organisation.id
  return transaction(async (tx) => {
    const before = await tx.organisation.findUniqueOrThrow({ where: { id }, select: { retentionDays: true } })
    if (before.retentionDays === days) return
    await tx.organisation.update({ where: { id }, data: { retentionDays: days } })
    await writeAudit(tx, member, 'organisation.retention_changed', id, {
      before: { days: before.retentionDays },
      after: { days },
    })
  })
}
