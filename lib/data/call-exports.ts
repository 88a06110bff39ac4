// That somebody took the record away is itself on record.
import { writeAudit } from './audit.ts'
import type { CallFilter } from './calls.ts'
import { transaction } from './client.ts'
import type { Member } from './model.ts'
import { isOwnId } from './own-id.ts'

export async function recordExport(member: Member, format: string, filter: CallFilter): Promise<void> {
  const { serverId, grantId, tool = null, decision = null, rule = null, from = null, until = null } = filter
  // An id of another organisation names nothing here, and stays out of the record.
  const own = (prefix: 'srv' | 'grt', id: string | undefined) =>
    id === undefined ? null : isOwnId(prefix, member.organisation, id) ? id : '(unknown)'
  const ids = { serverId: own('srv', serverId), grantId: own('grt', grantId) }
  const detail = { format, filter: { ...ids, tool, decision, rule, from, until } }
  await transaction((tx) => writeAudit(tx, member, 'calls.exported', member.organisation.id, detail))
}
