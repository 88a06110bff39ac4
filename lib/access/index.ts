export { type Access, type Accesses, createAccesses } from './access.ts'
export type { AccessDeps } from './renew.ts'
export { openClient, openTokens, sealClient, sealTokens, type TokenSeal } from './seal.ts'
export { withAccess, withToken } from './with-access.ts'
