// The public face of the policy language. Everything here is pure: no clock, no I/O, no globals.
export {
  CATEGORIES,
  type Category,
  SEVERITIES,
  type Severity,
  type ToolCall,
  type ToolFacts,
  type ToolState,
} from './call.ts'
export {
  type Command,
  type EditResult,
  LANES,
  type Lane,
  type LimitFields,
  type RuleList,
  type TextEdit,
} from './command.ts'
export { type CompiledPolicy, compilePolicy } from './compile.ts'
export { type Converted, convertText } from './convert.ts'
export type { Decision, Draw, ReasonCode, RulePointer } from './decision.ts'
export {
  describeApproval,
  describeComparison,
  describeCondition,
  describeConditions,
  describeLimit,
  describeRule,
  rulesOf,
} from './describe.ts'
export { type Difference, diffPolicies } from './diff.ts'
export { type DocumentSource, judgeDocument, readDocument } from './document-source.ts'
export { edit, editDocument } from './edit.ts'
export { notEnforcedYet } from './enforced.ts'
export { type EvaluateOptions, evaluate } from './evaluate.ts'
export { type Explanation, type ExplanationStep, explain } from './explain.ts'
export { formatAs, formatOf } from './format.ts'
export { nameMatches } from './glob.ts'
export { ISSUE_CODES, type Issue, type IssueCode, type Parsed } from './issue.ts'
export { allowsMethod, isListed, type MethodVerdict } from './listing.ts'
export { type MergePart, mergedDocument, mergeParts, type Side, sideOf } from './merge.ts'
export { ruleMessage } from './message.ts'
export { parsePolicy } from './parse.ts'
export { locateIssues, locatePointer, type PolicyDocument, parsePolicyText, ruleAt } from './parse-text.ts'
export { type Path, parsePath, pathText } from './path.ts'
export { compareLanes, type Placement, placementIn, placementOf } from './placement.ts'
export { childPointer, pointerSteps } from './pointer.ts'
export {
  type Algorithm,
  type Approval,
  type Comparison,
  type Condition,
  type Entry,
  type Limit,
  METHOD_GROUPS,
  type MethodGroup,
  NAMED_WINDOWS,
  type NamedWindow,
  OPERATORS,
  type Operator,
  type Policy,
  type Rule,
  SCOPES,
  type Scope,
  type Window,
} from './policy.ts'
export { recommendedPolicy } from './recommend.ts'
export { limitRefusal, refusalText } from './refusal.ts'
export { declaredArguments } from './schema.ts'
export { locateIssue } from './source.ts'
export { FORMATS, type Format, type SourceNode } from './source-node.ts'
export { applyEdits, invertEdits } from './text-edit.ts'
export { type ValidatedTool, validatePolicy } from './validate.ts'
export { windowAt, windowText } from './window.ts'
export { readYaml } from './yaml/read.ts'
