export { type AppSetup, confirmApp, removeApp, startApp } from './app.ts'
export { type ConfirmProof, type ConfirmWays, confirmRequest, confirmWays, proveAgain } from './confirm.ts'
export { addPasskey, listPasskeys, type PasskeyView, removePasskey } from './passkeys.ts'
export { renewRecoveryCodes } from './recovery-codes.ts'
export {
  arrivalRequest,
  beginArrival,
  findArrival,
  needsSecondStep,
  proveSecondStep,
  type StepProof,
  signInByPasskey,
  signInRequest,
} from './second-step.ts'
export { getFactors } from './standing.ts'
export { type PasskeyCreation, type PasskeyRequest, passkeyCreation } from './webauthn.ts'
