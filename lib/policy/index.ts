// The public face of the policy language. Everything here is pure: no clock, no I/O, no globals.

export { type AllowableCall, type Allowance, allowanceCovers, type Coverage } from './approval/allowance.ts'
export { allowanceProblem } from './approval/allowance-problem.ts'
export { type Decider, obstacleToDeciding } from './approval/decider.ts'
export {
  type HeldCall,
  type HeldStep,
  MAX_HOLD_MS,
  type Pending,
  pendingText,
  stepOfHeldCall,
} from './approval/held-call.ts'
export {
  type ApprovalFacts,
  type ApprovalRecord,
  type ApprovalStanding,
  approvalEnd,
  approvalStanding,
  STANDINGS,
  type Standing,
} from './approval/standing.ts'
export { type ApprovalSubject, approvalSubject } from './approval/subject.ts'
export {
  CATEGORIES,
  type Category,
  SEVERITIES,
  type Severity,
  type ToolCall,
  type ToolFacts,
  type ToolState,
} from './call.ts'
export type { CaseCall, CaseStep, Expectation, PolicyCase, PolicyCases } from './cases/cases.ts'
export { parseCasesText } from './cases/parse-cases.ts'
export { type CaseFailure, type CaseResult, runPolicyTests } from './cases/run-cases.ts'
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
export {
  type Completion,
  type CompletionField,
  type Completions,
  type CompletionTool,
  type CompletionWorld,
  completionsAt,
  meaningAt,
} from './complete/complete.ts'
export { type Converted, convertText } from './convert.ts'
export { type Counted, type Counters, type CounterVerdict, drawFrom, newCounters } from './counters.ts'
export { type Decision, type Draw, REASONS, type ReasonCode, type RulePointer } from './decision.ts'
export {
  describeApproval,
  describeComparison,
  describeCondition,
  describeConditions,
  describeLimit,
  describeRule,
  rulesOf,
} from './describe.ts'
export { type DocumentDifference, diffDocuments } from './diff/documents.ts'
export type { RuleChange } from './diff/rule-changes.ts'
export { type Difference, diffPolicies } from './diff.ts'
export { type DocumentSource, judgeDocument, readDocument } from './document-source.ts'
export { edit, editDocument } from './edit.ts'
export type { Engine } from './engines/library.ts'
export { enginesMissing, loadEngines } from './engines/needs.ts'
export { type EvaluateOptions, evaluate } from './evaluate.ts'
export { type Explanation, type ExplanationStep, explain } from './explain.ts'
export { changeOfCall } from './flip/call-change.ts'
export { changeElsewhere } from './flip/elsewhere.ts'
export type { FlipOptions } from './flip/judged.ts'
export { type RecordedChange, type RecordedDecision, recordedChange } from './flip/recorded-change.ts'
export { type Flip, smallestChange } from './flip/smallest-change.ts'
export { formatAs, formatOf, notationOf } from './format.ts'
export { nameMatches } from './glob.ts'
export { type ImportKind, type ImportResult, type ImportTool, importPolicy } from './import/import.ts'
export type { ImportNote } from './import/note.ts'
export { ISSUE_CODES, type Issue, type IssueCode, type Parsed } from './issue.ts'
export { policySchema, SCHEMA_NAME, SCHEMA_PATH } from './json-schema/policy-schema.ts'
export { KEY_WORDS, OPERATOR_WORDS } from './keys.ts'
export { allowsMethod, isListed, type MethodVerdict } from './listing.ts'
export { mentionedPaths } from './mentioned.ts'
export { type MergePart, mergedDocument, mergeParts, type Side, sideOf } from './merge.ts'
export { ruleMessage } from './message.ts'
export { parsePolicy } from './parse.ts'
export { locateIssues, locatePointer, type PolicyDocument, parsePolicyText, ruleAt } from './parse-text.ts'
export { foldCase, type Path, parsePath, pathText, type Step } from './path.ts'
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
export { PRESETS, type Preset, type PresetId, presetPolicy } from './presets.ts'
export { recommendedDocument, recommendedPolicy } from './recommend.ts'
export { limitRefusal, refusalText } from './refusal.ts'
export { declaredArguments } from './schema.ts'
export { locateIssue } from './source.ts'
export { FORMATS, type Format, type SourceNode } from './source-node.ts'
export { applyEdits, invertEdits } from './text-edit.ts'
export { type ValidatedTool, type ValidationContext, validatePolicy } from './validate.ts'
export { windowAt, windowText } from './window.ts'
export { readYaml } from './yaml/read.ts'
