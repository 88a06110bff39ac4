export { changeRole, countMadeGrants, leaveOrganisation, listMembers, removeMember } from './members.ts'
export { listQuotas, type Quota, renameOrganisation } from './organisation.ts'
export {
  createOrganisation,
  listOrganisations,
  type Membership,
  obstacleToFounding,
} from './organisations.ts'
export { changeRetention, getRetention } from './retention.ts'
