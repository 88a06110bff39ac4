export { departure } from './authorize.ts'
export { readScopeWanted } from './challenge.ts'
export {
  clientDocument,
  issuerDigest,
  type OauthClient,
  obtainClient,
  redirectUri,
} from './client.ts'
export { discoverSignIn, type SignIn } from './discover.ts'
export type { Reach } from './fetch.ts'
export {
  exchangeCode,
  refreshTokens,
  revokeToken,
  type TokenAnswer,
  type Tokens,
} from './tokens.ts'
