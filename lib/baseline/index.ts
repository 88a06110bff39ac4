export {
  type CheckedBaseline,
  checkBaseline,
  getBaseline,
  getBaselineDocument,
  listBaselineVersions,
  publishBaseline,
  rollbackBaseline,
} from './baseline.ts'
