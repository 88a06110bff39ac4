export { exportAccount } from './account.ts'
export { exportOrganisation } from './organisation.ts'
