'use server'

import { z } from 'zod'
import { confirmedAction, memberAction } from '#lib/action.ts'
import { inviteMember, resendInvitation, revokeInvitation } from '#lib/invitations/index.ts'
import { changeRole, leaveOrganisation, removeMember } from '#lib/organisation/index.ts'
import { ROLES } from '#lib/roles/index.ts'

const userId = z.string()
const invitation = z.strictObject({ invitationId: z.string() })

export const inviteMemberAction = memberAction(
  'members.manage',
  z.strictObject({ email: z.string(), role: z.enum(ROLES) }),
  inviteMember,
)

export const resendInvitationAction = memberAction('members.manage', invitation, (member, { invitationId }) =>
  resendInvitation(member, invitationId),
)

export const revokeInvitationAction = memberAction(
  'members.manage',
  invitation,
  async (member, { invitationId }) => {
    await revokeInvitation(member, invitationId)
    return null
  },
)

export const changeRoleAction = confirmedAction(
  'members.manage',
  z.strictObject({ userId, role: z.enum(ROLES) }),
  async (member, input) => {
    await changeRole(member, input.userId, input.role)
    return null
  },
)

export const removeMemberAction = confirmedAction(
  'members.manage',
  z.strictObject({ userId }),
  async (member, input) => {
    await removeMember(member, input.userId)
    return null
  },
)

export const leaveOrganisationAction = confirmedAction(
  'organisation.read',
  z.strictObject({}),
  async (member) => {
    await leaveOrganisation(member)
    return null
  },
)
