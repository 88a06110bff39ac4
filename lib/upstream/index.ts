export {
  Answer,
  type AnswerOptions,
  answerFor,
  Backlog,
  emptySent,
  errorSent,
  keyOf,
  type Line,
  legacyOnly,
  type Pending,
  readLine,
  valueAt,
  withValue,
} from './bridge/index.ts'
export { checkUrl, type UrlOptions } from './check-url.ts'
export { definitionHash } from './definition-hash.ts'
export { checkHeaders } from './header.ts'
export { type NamedTool, namedTool, namedTools } from './namesakes.ts'
export {
  clientDocument,
  departure,
  discoverSignIn,
  exchangeCode,
  issuerDigest,
  type OauthClient,
  obtainClient,
  type Reach,
  readScopeWanted,
  redirectUri,
  refreshTokens,
  revokeToken,
  type SignIn,
  type TokenAnswer,
  type Tokens,
} from './oauth/index.ts'
export { type ListedTool, type ReadOptions, readTools, type ToolList } from './read-tools.ts'
export { type Body, readAll } from './response-body.ts'
export { type Owner, openHeaders, sealHeaders } from './seal.ts'
export {
  closeConnections,
  type Door,
  hasOldSession,
  type OpenedSession,
  openDoor,
  type Sent,
  send,
  type Target,
  type UpstreamRequest,
  type UpstreamResponse,
} from './send.ts'
export { abortSignalOf, Stop, type StopSignal } from './stop.ts'
