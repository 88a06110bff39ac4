// Invitations: made, sent again, revoked and listed by an organisation. What lets somebody in is in joining.ts.
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { mayGive, type Role, roleOf } from '#lib/roles/index.ts'
import type { Invitation as Row } from '../../prisma/generated/prisma/client.ts'
import { emailsOf, writeAudit } from './audit.ts'
import { database, type Transaction, transaction } from './client.ts'
import { insertMail, type NewMail } from './mail.ts'
import { findMemberIn } from './members.ts'
import type { Member } from './model.ts'
import { isOwnId } from './own-id.ts'
import { requireRoom } from './quotas.ts'

export const INVITATION_DAYS = 7
const MOST_SENDS = 10
const DAY_MS = 86_400_000

export type Invitation = {
  readonly id: string
  readonly email: string
  readonly role: Role
  /** open: the link works · expired: its time is over · void: who invited may no longer. Send it again, then it is open. */
  readonly state: 'open' | 'expired' | 'void'
  readonly isMailed: boolean
  readonly invitedBy: string | null
  readonly sentAt: Date
  readonly expiresAt: Date
}
/** The proof of a link that was just made, and the mail that brings it; null where there is no mail here. */
export type Sending = {
  readonly token: { readonly digest: string }
  readonly mail: NewMail | null
  readonly expiresAt: Date
}

/** When a link that is made now ends. */
export function invitationEnd(): Date {
  return new Date(Date.now() + INVITATION_DAYS * DAY_MS)
}

/** @throws Fault forbidden (the role), in-use (a member, or invited already), limit-reached */
export function insertInvitation(
  member: Member,
  { email, role }: { readonly email: string; readonly role: Role },
  { token, mail, expiresAt }: Sending,
): Promise<{ id: string }> {
  const organisationId = member.organisation.id
  const id = newId('inv', organisationId)
  return transaction(async (tx) => {
    await requireRoom(tx, organisationId, 'invitations')
    await requireRoom(tx, organisationId, 'members')
    await requireGiver(tx, member, role)
    if (await tx.member.findFirst({ where: { organisationId, user: { email } }, select: { userId: true } }))
      throw new Fault('in-use', `${email} is a member of this organisation already.`, {
        data: { field: 'email' },
      })
    const open = { organisationId, email, acceptedAt: null, revokedAt: null }
    if (await tx.invitation.findFirst({ where: { ...open, expiresAt: { gt: new Date() } } }))
      throw new Fault(
        'in-use',
        `There is an invitation for ${email} that waits. Send it again, or revoke it to give another role.`,
        { data: { field: 'email' } },
      )
    await tx.invitation.updateMany({ where: open, data: { revokedAt: new Date() } })
    await tx.invitation.create({
      data: {
        organisationId,
        id,
        email,
        role,
        tokenDigest: token.digest,
        isMailed: mail !== null,
        invitedById: member.userId,
        expiresAt,
      },
    })
    await insertMail(mail, tx)
    await writeAudit(tx, member, 'member.invited', id, { email, role, expiresAt: expiresAt.toISOString() })
    return { id }
  })
}

/**
 * Sends it again, as from `member`: with another link, the one before opens nothing any more.
 * @throws Fault not-found, forbidden (the role), limit-reached (it was sent often enough)
 */
export function resendInvitation(
  member: Member,
  id: string,
  { token, mail, expiresAt }: Sending,
): Promise<void> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    const { email, role, sends } = await lockInvitation(tx, member, id)
    await requireGiver(tx, member, roleOf(role))
    if (sends >= MOST_SENDS)
      throw new Fault(
        'limit-reached',
        `This was sent ${MOST_SENDS} times. Revoke it, and ask ${email} for another address.`,
      )
    await tx.invitation.update({
      where: { organisationId_id: { organisationId, id } },
      data: {
        tokenDigest: token.digest,
        isMailed: mail !== null,
        invitedById: member.userId,
        sentAt: new Date(),
        sends: sends + 1,
        expiresAt,
      },
    })
    await insertMail(mail, tx)
    await writeAudit(tx, member, 'invitation.resent', id, { email, expiresAt: expiresAt.toISOString() })
  })
}

/** Ends a link at once. @throws Fault not-found (also where it is over already) */
export function revokeInvitation(member: Member, id: string): Promise<void> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    const { email, role } = await lockInvitation(tx, member, id)
    await tx.invitation.update({
      where: { organisationId_id: { organisationId, id } },
      data: { revokedAt: new Date() },
    })
    await writeAudit(tx, member, 'invitation.revoked', id, { email, role })
  })
}

/** Those that are neither accepted nor revoked, the newest first. */
export async function listInvitations({ organisation }: Member): Promise<Invitation[]> {
  const rows = await database().invitation.findMany({
    where: { organisationId: organisation.id, acceptedAt: null, revokedAt: null },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
  })
  const inviters = await database().member.findMany({
    where: { organisationId: organisation.id, userId: { in: rows.map(({ invitedById }) => invitedById) } },
    select: { userId: true, role: true },
  })
  const roles = new Map(inviters.map(({ userId, role }) => [userId, roleOf(role)]))
  const emails = await emailsOf(rows.map(({ invitedById }) => invitedById))
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: roleOf(row.role),
    state: stateOf(row, roles.get(row.invitedById)),
    isMailed: row.isMailed,
    invitedBy: emails.get(row.invitedById) ?? null,
    sentAt: row.sentAt,
    expiresAt: row.expiresAt,
  }))
}

/** @throws Fault not-found */
export async function requireInvitation(
  { organisation }: Member,
  id: string,
): Promise<{ email: string; role: Role }> {
  const row = isOwnId('inv', organisation, id)
    ? await database().invitation.findFirst({
        where: { organisationId: organisation.id, id, acceptedAt: null, revokedAt: null },
      })
    : null
  if (!row) throw invitationNotFound()
  return { email: row.email, role: roleOf(row.role) }
}

/** How a link stands whose invitation is neither accepted nor revoked. @param inviter the role of who sent it, now */
export function stateOf(
  row: Pick<Row, 'role' | 'expiresAt'>,
  inviter: Role | undefined,
): Invitation['state'] {
  if (row.expiresAt <= new Date()) return 'expired'
  return inviter !== undefined && mayGive(inviter, roleOf(row.role)) ? 'open' : 'void'
}

async function lockInvitation(tx: Transaction, { organisation }: Member, id: string): Promise<Row> {
  if (!isOwnId('inv', organisation, id)) throw invitationNotFound()
  await tx.$queryRaw`SELECT 1 FROM invitation WHERE organisation_id = ${organisation.id} AND id = ${id} FOR UPDATE`
  const row = await tx.invitation.findFirst({
    where: { organisationId: organisation.id, id, acceptedAt: null, revokedAt: null },
  })
  if (!row) throw invitationNotFound()
  return row
}

// Looked at again under the organisation's lock, or right before the row that counts on it.
async function requireGiver(tx: Transaction, member: Member, role: Role): Promise<void> {
  const giver = await findMemberIn(member.organisation.id, member.userId, member.via, tx)
  if (giver && mayGive(giver.role, role)) return
  throw new Fault(
    'forbidden',
    'Your own role does not let you invite anybody to this one. Choose another role.',
    {
      data: { required: role === 'owner' ? 'organisation.own' : 'members.manage' },
    },
  )
}

function invitationNotFound(): Fault {
  return new Fault(
    'not-found',
    'There is no such invitation that waits. It may have been accepted or revoked.',
  )
}
