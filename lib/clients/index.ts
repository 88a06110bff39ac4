export { TOKEN_VARIABLE } from './auth.ts'
export { snippetsFor } from './clients.ts'
export type { Connection, Group, Link, Part, Snippet } from './snippet.ts'
