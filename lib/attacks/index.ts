export {
  ATTACK_CLASSES,
  ATTACK_KINDS,
  type Attack,
  type AttackClass,
  type AttackDate,
  type AttackKind,
  COVERAGES,
  type Coverage,
  type Defence,
  type ExampleCall,
  type Rule,
  type Seek,
  type Source,
  type Verdict,
} from './attack.ts'
export { type Judged, judgeExample, ruleTexts } from './judge.ts'
export { ATTACKS, findAttack } from './library.ts'
export { type AttackOnTool, attacksOn, placeInWords, type Reason } from './match.ts'
export { type AttackSearch, type FoundAttacks, searchAttacks } from './search.ts'
export type { Trait } from './traits.ts'
export type { Quote } from './view.ts'
export { CLASS_WORDS, COVERAGE_WORDS, dateWords, KIND_WORDS } from './words.ts'
