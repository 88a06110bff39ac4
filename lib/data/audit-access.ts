// Who came in, who did not, and who tried what they may not. Equal refusals of one moment are one entry, so that a
// program that tries for ever fills no table.
import { newId } from '#lib/id.ts'
import { log } from '#lib/log.ts'
import { count } from '#lib/metrics/index.ts'
import { findAccount } from './accounts.ts'
import { type AuditAction, type AuditDetail, writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import { findMember } from './members.ts'
import type { Member, RequestOrigin } from './model.ts'

const FOLDED_MS = 60_000

/** An entry on its own: of what changes no other row. */
export function recordDeed(
  member: Member,
  action: AuditAction,
  target: string,
  detail: AuditDetail = {},
): Promise<void> {
  if (action === 'session.opened') count('portcullis_sign_ins_total', { result: 'opened' })
  return transaction((tx) => writeAudit(tx, member, action, target, detail))
}

/**
 * That somebody tried what takes another role. Never fails: the refusal stands either way.
 * @param place what was asked for: `POST /api/v1/grants`, a page's path, the name of an action
 */
export async function recordRefusal(member: Member, place: string, required: string): Promise<void> {
  const target = place.slice(0, 200)
  try {
    const organisationId = member.organisation.id
    const since = new Date(Date.now() - FOLDED_MS)
    const equal = {
      organisationId,
      at: { gt: since },
      action: 'access.refused',
      actorId: member.userId,
      target,
    }
    if (await database().auditEvent.findFirst({ where: equal, select: { id: true } })) return
    await recordDeed(member, 'access.refused', target, { role: member.role, required })
  } catch (error) {
    log.error({ err: error }, 'a refused access could not be recorded')
  }
}

/**
 * That a sign-in with an address failed, in the record of its account's organisation; with nobody's address in none. Not waited for by whoever refuses: a wrong
 * password must not take longer to refuse than an address that is nobody's. Never fails.
 */
export async function recordFailedSignIn(
  email: string,
  reason: 'wrong-password' | 'wrong-code' | 'too-many-attempts',
  from: RequestOrigin,
): Promise<void> {
  count('portcullis_sign_ins_total', { result: reason })
  try {
    const account = await findAccount(email)
    const member = account && (await findMember(account.userId, 'user'))
    if (!member) return
    const { userId } = member
    const organisationId = member.organisation.id
    const since = new Date(Date.now() - FOLDED_MS)
    const equal = {
      organisationId,
      at: { gt: since },
      action: 'session.refused',
      target: userId,
      address: from.address,
    }
    if (reason === 'too-many-attempts' && (await database().auditEvent.findFirst({ where: equal }))) return
    // Nobody is proved to have done it: the entry names whose account it was, and no actor.
    await database().auditEvent.create({
      data: {
        organisationId,
        id: newId('evt', organisationId),
        actorKind: 'user',
        ...from,
        action: 'session.refused' satisfies AuditAction,
        target: userId,
        detail: { email: member.email, reason },
      },
    })
  } catch (error) {
    log.error({ err: error }, 'a failed sign-in could not be recorded')
  }
}
