export { type Checked, checkPolicy } from './check.ts'
export { importDocument } from './import.ts'
export {
  discardDraft,
  findDraft,
  getPolicy,
  listPolicies,
  listVersions,
  saveDraft,
} from './policies.ts'
export {
  dismissProposal,
  getProposal,
  listProposals,
  type ProposalWithChanges,
  proposePolicy,
} from './proposals.ts'
export { type Publication, publishPolicy, rollbackPolicy } from './publish.ts'
export { listServing, type Serving, servePolicy, unservePolicy } from './serving.ts'
export { discardShadow, getShadow, promoteShadow, startShadow } from './shadow.ts'
