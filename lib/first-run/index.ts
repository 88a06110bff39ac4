export { defaultLabel, guardServer, type Started, startWithDemo } from './first-run.ts'
