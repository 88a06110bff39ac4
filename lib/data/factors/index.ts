// What people prove themselves by besides a password. Of a person, not of an organisation.
export {
  type Authenticator,
  confirmAuthenticator,
  deleteAuthenticator,
  findAuthenticator,
  startAuthenticator,
  takeStep,
} from './authenticator.ts'
export { type ChallengePurpose, findChallenge, keepChallenge, takeChallenge } from './challenges.ts'
export {
  deletePasskey,
  findPasskey,
  insertPasskey,
  listPasskeys,
  type Passkey,
  takeSignature,
} from './passkeys.ts'
export { countRecoveryCodes, replaceRecoveryCodes, takeRecoveryCode } from './recovery-codes.ts'
export { type Factors, findFactors, hasSecondStep } from './standing.ts'
