export type { Pool } from '../admission/index.ts'
export {
  claimDeliveries,
  type DueDelivery,
  giveUpDelivery,
  isFailingFor,
  isMembersAddress,
  type Outcome,
  settleDelivery,
} from './deliveries.ts'
export { note, noteWith } from './note.ts'
export { escalateApprovals, sweepNotices, takeWatch, watchGrants } from './watch.ts'
