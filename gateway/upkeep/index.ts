export { createUpkeep, type Upkeep, type UpkeepTimes } from './upkeep.ts'
