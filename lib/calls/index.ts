export { callsOfTheWeek, getCall, listCalls } from './calls.ts'
export { type CallExplanation, explainCall } from './explain.ts'
export { readValues } from './values.ts'
