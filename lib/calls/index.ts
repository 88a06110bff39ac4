export { callsAround, callsOfTheWeek, getCall, listCalls } from './calls.ts'
export { type CallExplanation, explainCall } from './explain.ts'
export { CALL_FORMATS, type CallExport, exportCalls } from './export.ts'
export { readValues, readValuesToJudge, valuesView, viewValues } from './values.ts'
