export {
  type Classifiable,
  type Classification,
  classify,
  type Evidence,
  type Surroundings,
} from './classify.ts'
export { classifyDefinition, subjectOf } from './definition.ts'
export { severityOf } from './severity.ts'
