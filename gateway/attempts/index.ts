export { type Attempts, createAttempts } from './attempts.ts'
