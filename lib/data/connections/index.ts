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
  wantScope,
} from './tokens.ts'
