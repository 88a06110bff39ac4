export { attachTrial, type Claim, claimTrial } from './claim.ts'
export { startTrial, type TrialEvent, type TrialInput } from './start.ts'
export { getTrial, getTrialSummary, saveTrialDraft, type Trial } from './trials.ts'
export { mayReachPrivate, type Visitor } from './visitor.ts'
