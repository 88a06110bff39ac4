// A rule as the wizard shows it: plain values, so that a page can hand them to a browser.
import type { Example, RuleGuide } from '#lib/guide/index.ts'
import { serializeJson } from '#lib/json/index.ts'
import type { Category, Lane, Severity } from '#lib/policy/index.ts'

/** The tool that a rule is set for; `inputSchema` as plain JSON. */
export type WizardTool = {
  readonly name: string
  readonly description?: string
  readonly inputSchema?: unknown
  readonly category: Category
  readonly severity: Severity
}

export type RuleView = {
  readonly treatment: Lane
  readonly amount: number | null
  readonly json: string
  readonly yaml: string | null
  readonly sentence: string
  readonly button: string
  readonly examples: readonly ExampleView[]
}
export type ExampleView = {
  readonly title: string
  /** JSON on one line, cut where it is long. */
  readonly arguments: string
  readonly effect: 'allow' | 'deny' | 'await'
  readonly words: string
  readonly message: string
  readonly rule: string
}

const MAX_ARGUMENTS = 200

export function viewOf({ treatment, amount, json, yaml, sentence, button, examples }: RuleGuide): RuleView {
  return {
    ...{ treatment, amount, json, yaml, sentence, button },
    examples: examples.map(exampleView),
  }
}

export function exampleView({ title, arguments: args, verdict, rule }: Example): ExampleView {
  return {
    title,
    arguments: cut(serializeJson(args)),
    effect: verdict.effect,
    words: verdict.words,
    message: verdict.message,
    rule,
  }
}

function cut(text: string): string {
  return text.length <= MAX_ARGUMENTS ? text : `${text.slice(0, MAX_ARGUMENTS - 1)}…`
}
