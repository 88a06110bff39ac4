export type { Problem, Source } from './found.ts'
export { type OpenOptions, openSource, SOURCE_FORMS } from './open.ts'
export { type Imported, type Progress, type RunOptions, runImport } from './run.ts'
export { seedSource } from './seed.ts'
