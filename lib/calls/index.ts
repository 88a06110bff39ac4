export { callsOfTheWeek, getCall, listCalls } from './calls.ts'
export { type CallExplanation, explainCall } from './explain.ts'
export { readValues, valuesView, viewValues } from './values.ts'
