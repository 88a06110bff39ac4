export { challenge } from './challenge.ts'
export { createOAuth, type OAuth } from './serve.ts'
