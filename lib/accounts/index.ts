export { createApiKey, findMemberByKey, listApiKeys, revokeApiKey } from './api-keys.ts'
export { changePassword } from './change-password.ts'
export { browserMark } from './known-browser.ts'
export { getAccount, type OwnAccountView } from './own-account.ts'
export {
  askToChangeEmail,
  askToConfirm,
  cancelEmailChange,
  confirmEmail,
  readEmailLink,
} from './own-email.ts'
export { listSessions, revokeOtherSessions, revokeSession } from './own-sessions.ts'
export { connectProvider, disconnectProvider, type Introduced, signInByProvider } from './providers.ts'
export { askForReset, isResetLink, makeResetPath, resetPassword } from './reset-password.ts'
export { proveAccount, signInAccount } from './sign-in.ts'
export { type Credentials, isSignUpOpen, openAccount, type SignUpMode, signUpAccount } from './sign-up.ts'
export { finishSignUp } from './sign-up-by-mail.ts'
