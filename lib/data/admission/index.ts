export type { DecidedCall, Verdict } from './admit.ts'
export {
  type AggregateSession,
  endAggregateSession,
  findAggregateSession,
  findTaskServers,
  forgetPart,
  keepPart,
  listGrantServers,
  listToolNames,
  type NamedServer,
  openAggregateSession,
  type SessionPart,
} from './aggregates.ts'
export type { Wish } from './approvals.ts'
export { type Attempt, recordAttempts } from './attempts.ts'
export { createBoundAdmission } from './bound-queue.ts'
export { type Chore, type ChoreName, finishChore, takeChore } from './chores.ts'
export { claimOnce } from './claim.ts'
export {
  type ConnectorKey,
  type ConnectorOf,
  findConnectorByKey,
  noteConnected,
  noteDisconnected,
  noteSeen,
} from './connectors.ts'
export { counterKey } from './counter-key.ts'
export { findBaselineDocument, findPolicyDocument } from './documents.ts'
export { type Facts, findFacts, type Recording } from './facts.ts'
export { createFactsReader, type FactsReader } from './facts-reader.ts'
export {
  findLease,
  type Holding,
  isOpenCall,
  type Lease,
  releaseLease,
  renewLeases,
  sweepLeases,
  takeLease,
} from './leases.ts'
export { findLiveGrants, type LiveGrant, type OpenAnswer } from './live-grants.ts'
export {
  type CallKey,
  type Closing,
  createOutcomes,
  type Dropped,
  type Outcome,
  type Outcomes,
} from './outcomes.ts'
export { dropPartitions, type Made, makePartitions } from './partitions.ts'
export { createPool, isReady, type Pool, query } from './pool.ts'
export { beat, leave } from './presence.ts'
export { purge } from './purge.ts'
export { type Admission, createAdmission } from './queue.ts'
export {
  claimDueServers,
  type DueServer,
  giveUpReading,
  recordFailedReading,
  recordGoodReading,
  wishForReading,
} from './readings.ts'
export { rollUpCalls } from './roll-up.ts'
export {
  countShadowed,
  findShadowDocument,
  type LiveShadow,
  listLiveShadows,
  type ShadowCount,
  type ShadowTotal,
} from './shadows.ts'
export {
  findLiveAllowances,
  findOpenApproval,
  findStandings,
  type LiveAllowance,
  type OpenApproval,
} from './standings.ts'
export { type EmergencyStop, findStops, type GrantOnServer } from './stops.ts'
export { findPinnedDefinition, listStoredTools, type StoredTool } from './stored-tools.ts'
export { type SweepTimes, type Swept, sweepCalls } from './sweep.ts'
export { findTakenBack, noteTakenBack } from './taken-back.ts'
export { findOwnTasks, noteAsked, type OwnTask, ownTask } from './tasks.ts'
export { storableText } from './text.ts'
export { inTransaction, type ListedServer, recordToolList, type SeenTool } from './tools.ts'
