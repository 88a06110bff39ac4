export { isKnown } from './known.ts'
export { MAX_RECORDED, MAX_RECORDED_TEXT, type RecordOptions, recordValues } from './record.ts'
export {
  type Gap,
  RECORD_MODES,
  type RecordedValues,
  type RecordMode,
  type ValueMode,
} from './recorded-values.ts'
export {
  openValues,
  sealValues,
  type ValueKeys,
  type ValuePlace,
  type ValueServer,
  valueKeys,
} from './sealed-values.ts'
