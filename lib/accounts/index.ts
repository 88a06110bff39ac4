export {
  createApiKey,
  findMemberByKey,
  type KeyBounds,
  listApiKeys,
  MAX_KEY_DAYS,
  revokeApiKey,
} from './api-keys.ts'
export { normalEmail } from './email.ts'
export { proveAccount, provePerson, signInAccount } from './sign-in.ts'
export {
  type Credentials,
  isSignUpOpen,
  newPasswordHash,
  openAccount,
  type SignUpMode,
  signUpAccount,
} from './sign-up.ts'
