export { listMembers, renameOrganisation } from './organisation.ts'
export { changeRetention, getRetention } from './retention.ts'
