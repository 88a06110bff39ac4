import { ruleFor } from '#lib/guide/index.ts'
import type { Lane } from '#lib/policy/index.ts'
import { type RuleView, viewOf, type WizardTool } from './view.ts'

/** The rule of a choice, judged by the evaluator. @param amount calls a minute, for `limit` alone */
export function ruleView(tool: WizardTool, treatment: Lane, amount?: number): RuleView {
  return viewOf(ruleFor(tool, treatment, amount))
}
