export {
  type Classifiable,
  type Classification,
  classify,
  type Evidence,
  type Surroundings,
} from './classify.ts'
export { classifyDefinition, subjectOf } from './definition.ts'
export { type RiskSignal, SIGNAL_KINDS, type SignalKind } from './risk-signals.ts'
export { severityOf } from './severity.ts'
