export { createReadings, type Readings, type ReadingTimes } from './readings.ts'
export { againAfterFailure, againAfterSuccess } from './times.ts'
