export {
  attackJson,
  attackMarkdown,
  attackStructuredData,
  attacksJson,
  attacksMarkdown,
  attacksStructuredData,
} from './attack-forms.ts'
export {
  type AffectedTool,
  type AttackPage,
  type AttackRule,
  affectedBy,
  attackPageOf,
  attackPath,
  calledIn,
  circumstances,
  type JudgedCall,
  type StoredTool,
} from './attack-page.ts'
export { policyJson, serverJson, toolJson } from './json.ts'
export { escaped, serverMarkdown, toolMarkdown } from './markdown.ts'
export { type Parameter, parametersOf } from './parameters.ts'
export { type PageTool, type ServerFacts, type ServerPage, serverPageOf } from './server-page.ts'
export { serverStructuredData, toolStructuredData } from './structured.ts'
export {
  type AsOf,
  type PageChange,
  type PageLink,
  type PageParameter,
  publicPathOf,
  serverPath,
  type ToolPage,
  toolPageOf,
  toolPath,
} from './tool-page.ts'
export {
  changeWords,
  count,
  countsWords,
  dayWords,
  percent,
  RISK_LEVELS,
  sourceWords,
} from './words.ts'
