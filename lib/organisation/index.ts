export { listMembers, renameOrganisation } from './organisation.ts'
export { changeRetention, getRetention, MAX_RETENTION_DAYS, type Retention } from './retention.ts'
