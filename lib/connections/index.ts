export { upstreamClient } from './client.ts'
export { disconnect, stopSigningIn } from './disconnect.ts'
export { type Arrival, type Connected, finishSignIn } from './finish.ts'
export {
  type ManualClient,
  type SignInOfKnown,
  type SignInOfNew,
  startNewSignIn,
  startSignIn,
} from './start.ts'
export { type AccountView, getSignIn, type SignInView } from './view.ts'
