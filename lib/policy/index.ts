export {
  CATEGORIES,
  type Category,
  SEVERITIES,
  type Severity,
  type ToolCall,
  type ToolFacts,
  type ToolState,
} from './call.ts'
export type { Decision, Draw, ReasonCode, RulePointer } from './decision.ts'
export type {
  Algorithm,
  Approval,
  Comparison,
  Condition,
  Entry,
  Limit,
  MethodGroup,
  Operator,
  Policy,
  Rule,
  Scope,
  Window,
} from './policy.ts'
