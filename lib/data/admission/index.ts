export type { DecidedCall, Verdict } from './admit.ts'
export {
  type Facts,
  findFacts,
  findPinnedDefinition,
  findPolicyDocument,
  listStoredTools,
  type StoredTool,
} from './facts.ts'
export { type Closing, createOutcomes, type Outcome, type Outcomes } from './outcomes.ts'
export { createPool, isReady } from './pool.ts'
export { type Admission, createAdmission } from './queue.ts'
export { storableText } from './text.ts'
