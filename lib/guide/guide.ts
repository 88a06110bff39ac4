// The recommended rule of a tool as one object, and everything that is shown of it.
import type { Evidence } from '#lib/catalogue/index.ts'
import {
  type Category,
  chosenDocument,
  type Lane,
  recommendedDocument,
  type Severity,
} from '#lib/policy/index.ts'
import { type Example, examplesOf } from './examples.ts'
import { type Question, questionsOf } from './questions.ts'
import { type GuidedRule, guidedRule, type ReadRule, readRule } from './rule.ts'

/** A server as its pages know it. */
export type GuidedServer = { readonly slug: string; readonly name: string }
/** A tool as its definition says: `subjectOf` of lib/catalogue makes one of a stored definition. */
export type GuidedTool = {
  readonly name: string
  readonly description?: string
  readonly inputSchema?: unknown
}
export type GuidedClass = {
  readonly category: Category
  readonly severity: Severity
  /** What decided first; an answer quotes it. */
  readonly evidence?: readonly Evidence[]
  /** Why it is classed so, in plain sentences; an answer says them in place of the evidence. */
  readonly rationale?: string
}

export type RuleGuide = GuidedRule & { readonly examples: readonly Example[] }
export type ToolGuide = RuleGuide & { readonly questions: readonly Question[] }

/**
 * The recommended policy for one tool (`recommended` of lib/policy/presets), with all that is told of it.
 * Pure and total: any definition has a guide, and its document can be published.
 */
export function guideTool(server: GuidedServer, tool: GuidedTool, classification: GuidedClass): ToolGuide {
  const { category, severity } = classification
  const classified = { name: tool.name, inputSchema: tool.inputSchema, category, severity }
  const recommended = ruleGuide(readRule(recommendedDocument([classified])), classified)
  const chosen = (lane: Lane) => guidedRule(readRule(chosenDocument(classified, lane)), tool.name)
  const questions = questionsOf(
    { ...tool, ...classification, server: server.name },
    {
      recommended,
      limit: chosen('limit'),
      approve: chosen('approve'),
      deny: chosen('deny'),
      hide: chosen('hide'),
    },
  )
  return { ...recommended, questions }
}

/**
 * The rule that a person chose for a tool, with the same outputs.
 * @param amount calls a minute, for `limit` alone; brought within CALLS_A_MINUTE of lib/policy, and the usual
 *   amount of the tool's category where it is absent
 */
export function ruleFor(
  tool: GuidedTool & Pick<GuidedClass, 'category' | 'severity'>,
  treatment: Lane,
  amount?: number,
): RuleGuide {
  return ruleGuide(readRule(chosenDocument(tool, treatment, amount)), tool)
}

type ClassifiedTool = GuidedTool & Pick<GuidedClass, 'category' | 'severity'>

function ruleGuide(read: ReadRule, tool: ClassifiedTool): RuleGuide {
  const rule = guidedRule(read, tool.name)
  return { ...rule, examples: examplesOf(read.policy, tool, rule.treatment) }
}
