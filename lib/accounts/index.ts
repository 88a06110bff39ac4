export { createApiKey, findMemberByKey, listApiKeys, revokeApiKey } from './api-keys.ts'
export { proveAccount, signInAccount } from './sign-in.ts'
export { type Credentials, isSignUpOpen, openAccount, type SignUpMode, signUpAccount } from './sign-up.ts'
