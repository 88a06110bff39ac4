export { deleteAccount, type Fate, whatGoesAlong } from './account.ts'
export {
  askOrganisationDeletion,
  GRACE_DAYS,
  getOrganisationDeletion,
  takeBackOrganisationDeletion,
} from './organisation.ts'
