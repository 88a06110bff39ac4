export {
  type Asked,
  breakConnection,
  claimRenewal,
  findTokens,
  giveUpRenewal,
  keepRenewal,
  type Place,
  refuseClient,
  type StoredTokens,
} from './tokens.ts'
