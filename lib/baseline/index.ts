export {
  type CheckedBaseline,
  checkBaseline,
  getBaseline,
  listBaselineVersions,
  publishBaseline,
  rollbackBaseline,
} from './baseline.ts'
