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
export { BASELINE, compileBaseline, refusesNothing, withBaseline } from './baseline/compile.ts'
export { parseBaseline, parseBaselineText } from './baseline/parse.ts'
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
  type Completion,
  type CompletionField,
  type Completions,
  type CompletionTool,
  type CompletionWorld,
  completionsAt,
  meaningAt,
} from './complete/complete.ts'
export { type Decision, type Draw, REASONS, type ReasonCode, type RulePointer } from './decision.ts'
export { comparePolicies, type PolicyChanges } from './diff/compare.ts'
export { type Difference, diffPolicies } from './diff/diff.ts'
export { type DocumentDifference, diffDocuments } from './diff/documents.ts'
export { type MergePart, mergedDocument, mergeParts, type Side, sideOf } from './diff/merge.ts'
export type { RuleChange } from './diff/rule-changes.ts'
export {
  type Command,
  type EditResult,
  LANES,
  type Lane,
  type LimitFields,
  type RuleList,
  type TextEdit,
} from './edit/command.ts'
export { edit, editDocument } from './edit/edit.ts'
export { compareLanes, type Placement, placementIn, placementOf } from './edit/placement.ts'
export { applyEdits, invertEdits } from './edit/text-edit.ts'
export type { Engine } from './engines/library.ts'
export { enginesMissing, loadEngines } from './engines/needs.ts'
export { type CompiledPolicy, compilePolicy, limitsOf } from './evaluate/compile.ts'
export {
  type Counted,
  type Counters,
  type CounterVerdict,
  drawFrom,
  newCounters,
} from './evaluate/counters.ts'
export { type EvaluateOptions, evaluate } from './evaluate/evaluate.ts'
export { nameMatches } from './evaluate/glob.ts'
export { allowsMethod, isListed, type MethodVerdict } from './evaluate/listing.ts'
export { mentionedPaths } from './evaluate/mentioned.ts'
export { foldCase, type Path, parsePath, pathText, type Step } from './evaluate/path.ts'
export { windowAt, windowText } from './evaluate/window.ts'
export {
  describeApproval,
  describeComparison,
  describeCondition,
  describeConditions,
  describeLimit,
  describeRule,
  rulesOf,
} from './explain/describe.ts'
export { type Explanation, type ExplanationStep, explain } from './explain/explain.ts'
export { ruleMessage } from './explain/message.ts'
export { limitRefusal, refusalText } from './explain/refusal.ts'
export { changeOfCall } from './flip/call-change.ts'
export { changeElsewhere } from './flip/elsewhere.ts'
export type { FlipOptions } from './flip/judged.ts'
export { type RecordedChange, type RecordedDecision, recordedChange } from './flip/recorded-change.ts'
export { type Flip, smallestChange } from './flip/smallest-change.ts'
export { type ImportKind, type ImportResult, type ImportTool, importPolicy } from './import/import.ts'
export type { ImportNote } from './import/note.ts'
export { ISSUE_CODES, type Issue, type IssueCode, type Parsed } from './issue.ts'
export { policySchema, SCHEMA_NAME, SCHEMA_PATH } from './json-schema/policy-schema.ts'
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
export { CALLS_A_MINUTE, chosenDocument, limitFor } from './presets/choose.ts'
export type { LaidOut } from './presets/lay-out.ts'
export { PRESETS, type Preset, type PresetId, presetPolicy } from './presets/presets.ts'
export { recommendedDocument, recommendedPolicy } from './presets/recommend.ts'
export { type Reach, reachOf } from './reach/reach.ts'
export { KEY_WORDS, OPERATOR_WORDS } from './read/keys.ts'
export { parsePolicy } from './read/parse.ts'
export {
  locateIssues,
  locatePointer,
  type PolicyDocument,
  parsePolicyText,
  ruleAt,
} from './read/parse-text.ts'
export { FATES, type Fate, fateOf, readsArguments } from './replay/judge-recorded.ts'
export { type KeptValues, recordedArguments } from './replay/recorded-arguments.ts'
export {
  type ChangedCalls,
  newReplay,
  type RecordedCall,
  type Replay,
  type ReplayResult,
  type Transition,
} from './replay/replay.ts'
export { type Converted, convertText } from './source/convert.ts'
export { type DocumentSource, judgeDocument, readDocument } from './source/document-source.ts'
export { formatAs, formatOf, notationOf } from './source/format.ts'
export { locateIssue, MAX_DOCUMENT_BYTES } from './source/source.ts'
export { FORMATS, type Format, type SourceNode } from './source/source-node.ts'
export { declaredArguments, isSchemaObject, type SchemaObject, type Way, waysOf } from './validate/schema.ts'
export { type ValidatedTool, type ValidationContext, validatePolicy } from './validate/validate.ts'
export { documentYaml } from './yaml/print.ts'
export { readYaml } from './yaml/read.ts'
