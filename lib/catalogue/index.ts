export {
  type Classifiable,
  type Classification,
  classify,
  type Evidence,
  type Surroundings,
} from './classify.ts'
export { severityOf } from './severity.ts'
