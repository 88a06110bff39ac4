// What an organisation says of a tool in place of the class that its definition has. It is kept beside that class,
// never over it: what a server's list writes touches no word of it, and resetting it needs nothing to be worked out.
import type { Category, Severity } from '#lib/policy/index.ts'
import { difference, writeAudit } from './audit.ts'
import { type Transaction, transaction } from './client.ts'
import type { CategoryOverride, Member } from './model.ts'
import { isOwnId } from './own-id.ts'

type Classed = {
  readonly category: string
  readonly severity: string
  readonly overrideCategory: string | null
  readonly overrideSeverity: string | null
}
type Overridden = Classed & {
  readonly overrideReason: string | null
  readonly overriddenById: string | null
  readonly overriddenAt: Date | null
}

/** The columns of a tool that nobody set a category for. */
export const NO_OVERRIDE = {
  overrideCategory: null,
  overrideSeverity: null,
  overrideReason: null,
  overriddenById: null,
  overriddenAt: null,
} as const

/** The class that counts: the organisation's, where it set one. */
export function classOf(row: Classed): { category: Category; severity: Severity } {
  return {
    category: (row.overrideCategory ?? row.category) as Category,
    severity: (row.overrideSeverity ?? row.severity) as Severity,
  }
}

/** @param people addresses by the ids of users */
export function overrideOf(row: Overridden, people: ReadonlyMap<string, string>): CategoryOverride | null {
  const { overrideReason: reason, overriddenAt: at, overriddenById } = row
  if (reason === null || at === null) return null
  return { classified: row.category as Category, reason, by: people.get(overriddenById ?? '') ?? null, at }
}

/** What a person set: the severity is that of the category. */
export type SetCategory = {
  readonly category: Category
  readonly severity: Severity
  readonly reason: string
}

/**
 * Sets what counts for a tool, or takes it back with null. Nothing happens, and nothing is audited, where it is so.
 * @returns what stood there before; undefined where the server has no such tool
 */
export async function setOverride(
  member: Member,
  serverId: string,
  name: string,
  set: SetCategory | null,
): Promise<Pick<SetCategory, 'category' | 'reason'> | null | undefined> {
  // Postgres holds no NUL in a text.
  if (!isOwnId('srv', member.organisation, serverId) || name.includes('\0')) return undefined
  const key = { organisationId: member.organisation.id, serverId, name }
  return transaction(async (tx) => {
    const row = await lockedTool(tx, key)
    if (!row) return undefined
    const before = saidOf(row)
    const changed = difference(
      { category: before?.category ?? row.category, reason: before?.reason ?? null },
      { category: set?.category ?? row.category, reason: set?.reason ?? null },
    )
    if (!changed) return before
    await tx.tool.updateMany({
      where: key,
      data: set
        ? {
            overrideCategory: set.category,
            overrideSeverity: set.severity,
            overrideReason: set.reason,
            overriddenById: member.userId,
            overriddenAt: new Date(),
          }
        : NO_OVERRIDE,
    })
    await writeAudit(tx, member, set ? 'tool.category_set' : 'tool.category_reset', serverId, {
      tool: name,
      ...changed,
    })
    return before
  })
}

function saidOf({ overrideCategory, overrideReason }: Overridden) {
  if (overrideCategory === null || overrideReason === null) return null
  return { category: overrideCategory as Category, reason: overrideReason }
}

async function lockedTool(
  tx: Transaction,
  key: { organisationId: string; serverId: string; name: string },
): Promise<Overridden | null> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM tool WHERE organisation_id = ${key.organisationId} AND server_id = ${key.serverId}
      AND name = ${key.name} FOR UPDATE`
  if (locked.length === 0) return null
  return tx.tool.findFirst({ where: key })
}
