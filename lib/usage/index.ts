export type { Latency, Percentiles } from './latency.ts'
export { type LimitUse, limitsInUse } from './limits.ts'
export type { Range } from './span.ts'
export {
  type AskedSpan,
  type Named,
  type Step,
  type Tally,
  type Usage,
  usageBetween,
  usageOf,
} from './usage.ts'
