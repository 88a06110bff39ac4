// /members and /invitations
import { z } from 'zod'
import { inviteMember, listInvitations, resendInvitation, revokeInvitation } from '#lib/invitations/index.ts'
import { changeRole, listMembers, removeMember } from '#lib/organisation/index.ts'
import { ROLES } from '#lib/roles/index.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const role = z.enum(ROLES)
const person = z
  .object({ id, email: z.string(), role, joinedAt: instant })
  .meta({ id: 'Member', description: 'A person in the organisation.' })

const invitation = z
  .object({
    id,
    email: z.string(),
    role,
    state: z.enum(['open', 'expired', 'void']).meta({
      description: 'open: the link works; void: who sent it may no longer invite. Sent again, it is open.',
    }),
    invitedBy: z.string().nullable(),
    sentAt: instant,
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' })

const invited = z.object({
  id,
  link: z
    .string()
    .nullable()
    .meta({ description: 'Shown once, and only where this installation sends no mail: hand it over.' }),
})

export const list = operation({
  name: 'listMembers',
  method: 'GET',
  path: '/members',
  summary: 'Who is in the organisation, the longest there first',
  answer: listOf(person),
  run: async ({ member }) => ({
    items: (await listMembers(member)).map(({ userId, email, role, joinedAt }) => ({
      id: userId,
      email,
      role,
      joinedAt: joinedAt.toISOString(),
    })),
  }),
})

export const update = operation({
  name: 'changeRole',
  method: 'PATCH',
  path: '/members/{id}',
  summary: 'Give a member another role; they sign in again. 409 for the only owner',
  body: z.strictObject({ role }),
  run: async ({ member, id, body }) => {
    await changeRole(member, id, body.role)
    return undefined
  },
})

export const remove = operation({
  name: 'removeMember',
  method: 'DELETE',
  path: '/members/{id}',
  summary: 'Take a member out with their next request, and revoke their API keys. 409 for the only owner',
  run: async ({ member, id }) => {
    await removeMember(member, id)
    return undefined
  },
})

export const invitations = operation({
  name: 'listInvitations',
  method: 'GET',
  path: '/invitations',
  summary: 'Invitations that are neither accepted nor revoked, the newest first',
  answer: listOf(invitation),
  run: async ({ member }) => ({
    items: (await listInvitations(member)).map(({ isMailed: _, sentAt, expiresAt, ...rest }) => ({
      ...rest,
      sentAt: sentAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  }),
})

export const invite = operation({
  name: 'inviteMember',
  method: 'POST',
  path: '/invitations',
  summary: 'Mail a link to an address that lets it in, once, within seven days',
  body: z.strictObject({ email: z.string(), role }),
  status: 201,
  answer: invited,
  run: ({ member, body }) => inviteMember(member, body),
})

export const resend = operation({
  name: 'resendInvitation',
  method: 'POST',
  path: '/invitations/{id}/resend',
  summary: 'Mail another link for another week; the one before opens nothing any more',
  answer: invited,
  run: ({ member, id }) => resendInvitation(member, id),
})

export const revoke = operation({
  name: 'revokeInvitation',
  method: 'DELETE',
  path: '/invitations/{id}',
  summary: 'End the link of an invitation at once',
  run: async ({ member, id }) => {
    await revokeInvitation(member, id)
    return undefined
  },
})
