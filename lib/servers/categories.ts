// What an organisation says of a tool in place of the class that its definition has. It changes what policies that
// ask for a category decide, so it takes whoever may write policies; the next call is decided by it.
import { severityOf } from '#lib/catalogue/index.ts'
import { setOverride } from '#lib/data/category-overrides.ts'
import type { Member } from '#lib/data/model.ts'
import { requireServer } from '#lib/data/servers.ts'
import { Fault } from '#lib/fault.ts'
import type { Category } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'

const MAX_REASON_LENGTH = 300

/** What stood there before, so that it can be put back; null where the definition's own class counted. */
export type PreviousCategory = { readonly category: Category; readonly reason: string } | null

/**
 * Sets the category that counts for a tool in this organisation; its severity follows (lib/catalogue). Pins, and what
 * the catalogue says of the definition, stay as they are.
 * @throws Fault forbidden, not-found (server or tool), invalid-input (the reason)
 */
export async function setCategory(
  member: Member,
  serverId: string,
  said: { readonly tool: string; readonly category: Category; readonly reason: string },
): Promise<PreviousCategory> {
  requirePermission(member, 'tools.classify')
  await requireServer(member.organisation, serverId)
  const reason = checkReason(said.reason)
  const set = { category: said.category, severity: severityOf(said.category), reason }
  return known(await setOverride(member, serverId, said.tool, set))
}

/**
 * Lets the class of the definition count again.
 * @throws Fault forbidden, not-found (server or tool)
 */
export async function resetCategory(
  member: Member,
  serverId: string,
  tool: string,
): Promise<PreviousCategory> {
  requirePermission(member, 'tools.classify')
  await requireServer(member.organisation, serverId)
  return known(await setOverride(member, serverId, tool, null))
}

function known(before: PreviousCategory | undefined): PreviousCategory {
  if (before === undefined)
    throw new Fault(
      'not-found',
      'The server has no tool of this name. Its list of tools shows those there are.',
    )
  return before
}

function checkReason(reason: string): string {
  const trimmed = reason.trim()
  if (trimmed === '' || trimmed.length > MAX_REASON_LENGTH || /\p{Cc}/u.test(trimmed))
    throw new Fault(
      'invalid-input',
      `Say why in 1 to ${MAX_REASON_LENGTH} characters, on one line: others will read it beside the tool.`,
      { data: { field: 'reason' } },
    )
  return trimmed
}
