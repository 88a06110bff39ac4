export { throughOldSse } from './reach.ts'
