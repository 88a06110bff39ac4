export { CALLS_A_MINUTE } from '#lib/policy/index.ts'
export { exampleArguments } from './example-arguments.ts'
export type { Example, ExampleVerdict } from './examples.ts'
export {
  type GuidedClass,
  type GuidedServer,
  type GuidedTool,
  guideTool,
  type RuleGuide,
  ruleFor,
  type ToolGuide,
} from './guide.ts'
export type { Question } from './questions.ts'
export type { GuidedRule } from './rule.ts'
export { type GuidedListing, guideServer, type ServerGuide } from './server.ts'
export { shownName, shownText, visibleJson } from './shown.ts'
