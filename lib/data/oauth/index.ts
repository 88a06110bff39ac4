export { type ClientMetadata, findClient, noteClientUsed, saveClient } from './clients.ts'
export { digestOf } from './digest.ts'
export { type EndedBy, endGrant, endUnusedGrants, findOauthGrant, type OauthGrant } from './grants.ts'
export { deleteRequest, findRequest, type RequestPayload, saveRequest } from './requests.ts'
export {
  consumeToken,
  deleteToken,
  findToken,
  type OauthTokenKind,
  saveToken,
  type TokenPayload,
} from './tokens.ts'
