export {
  type Invitation,
  type Invited,
  inviteMember,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from './invitations.ts'
export {
  acceptInvitation,
  findInvitation,
  joinAsNewcomer,
  joinWithPassword,
  type OpenInvitation,
} from './join.ts'
