// Who is signed in, for pages and server actions: the only folder that touches the session cookie.
import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import {
  browserMark,
  type Credentials,
  changePassword,
  finishSignUp,
  getAccount,
  isSignUpOpen,
  signInAccount,
  signUpAccount,
} from '#lib/accounts/index.ts'
import { clientAddress } from '#lib/client-address.ts'
import { recordRefusal } from '#lib/data/audit-access.ts'
import type { Member, RequestOrigin, Role } from '#lib/data/model.ts'
import type { SessionRow } from '#lib/data/sessions.ts'
import { env } from '#lib/env.ts'
import { type ConfirmProof, needsSecondStep, type StepProof, signInByPasskey } from '#lib/factors/index.ts'
import { Fault } from '#lib/fault.ts'
import { newRequestId } from '#lib/request-id.ts'
import { hasRole, requireRole } from '#lib/role.ts'
import { endArrival, holdArrival } from './arrival.ts'
import { answerAuthWith, authConfig, type Introduce } from './config.ts'
import { browserCookieName, sessionCookieName, sessionCookieOptions } from './cookie.ts'
import { beginProvider, endProvider } from './provider-sign-in.ts'
import { checkRecent, confirmAgain } from './recent.ts'
import { beginSession, endSession, newSessionToken, openedBy } from './session.ts'

export { pendingArrival, secondStepRequest } from './arrival.ts'
export { localPath } from './next-path.ts'
export { offeredProviders, PROVIDER_NAMES, type ProviderId } from './providers.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60
const SECOND_STEP_PATH = '/sign-in/second-step'

/**
 * Opens an account and signs its owner in. In a server action only: it sets a cookie.
 * @param ip what `requestAddress` gave
 * @param trialId a draft that comes along
 * @returns its owner, or null: the rest is in a letter
 * @throws Fault sign-up-closed, too-many-attempts, invalid-input {field}, email-taken, store-unavailable
 */
export async function signUp(credentials: Credentials, ip: string, trialId?: string): Promise<Member | null> {
  const member = await signUpAccount(credentials, ip, env().signUp, newRequestId(), trialId)
  if (member) await enter(member)
  return member
}

/**
 * Makes the account of a mailed link, and signs its owner in. In a server action only: it sets a cookie.
 * @returns the owner, and the draft that comes along
 * @throws Fault link-over, wrong-credentials, too-many-attempts, email-taken
 */
export async function completeSignUp(token: string, password: string) {
  const made = await finishSignUp(token, password, await requestOrigin())
  await enter(made.member)
  return made
}

/**
 * Changes the signed-in person's password. Their session goes on with another token, every other one ends. In a server
 * action only: it sets a cookie.
 * @throws Fault not-signed-in, invalid-input {field}, too-many-attempts; confirm-first where there is no password yet
 */
export async function changeOwnPassword(passwords: { current: string; password: string }): Promise<void> {
  const { member, session } = await openSession()
  if (!(await getAccount(member)).hasPassword) await requireRecent()
  const token = newSessionToken()
  await changePassword(member, passwords, { id: session.id, token })
  const jar = await cookies()
  jar.set(sessionCookieName(), token, { ...sessionCookieOptions(), expires: session.expires })
}

/** Answers a request to /api/auth/*. */
export function answerAuth(request: Request): Promise<Response> {
  return answerAuthWith(request, introduce)
}

/**
 * Begins signing in with a provider, or connecting one to the signed-in account. In a server action only.
 * @returns the address at the provider
 * @throws Fault not-found, provider-away
 */
export function goToProvider(id: string, connects: Member | null, next: string): Promise<string> {
  return beginProvider(authConfig(introduce), id, connects?.userId ?? null, next)
}

const introduce: Introduce = (provider, profile) =>
  endProvider(provider, profile, { currentMember, origin: requestOrigin, arrive })

/**
 * Signs in, as far as a password goes. In a server action only: it sets a cookie.
 * @throws Fault wrong-credentials, too-many-attempts, store-unavailable
 */
export async function signIn(credentials: Credentials, ip: string): Promise<Arrived> {
  const mark = (await cookies()).get(browserCookieName())?.value
  return arrive(await signInAccount(credentials, ip, newRequestId(), mark))
}

/** Where somebody goes who has proved to be `member`: `next` is the second step's page where one is due, else null. */
export type Arrived = { readonly next: string | null }

/**
 * Lets in who has shown by one factor to be `member`: opens the session, or asks for the second step. For every way of
 * signing in. In a server action or a route only: it sets a cookie.
 */
export async function arrive(member: Member): Promise<Arrived> {
  if (await needsSecondStep(member.userId)) {
    await holdArrival(member.userId)
    return { next: SECOND_STEP_PATH }
  }
  await enter(member)
  return { next: null }
}

/**
 * Does the second step, and opens the session. In a server action only.
 * @throws Fault not-signed-in (it took too long), wrong-credentials, too-many-attempts
 */
export async function takeSecondStep(proof: StepProof): Promise<void> {
  await enter(await endArrival(proof, await requestAddress()))
}

/** Signs in by a passkey alone, which is two factors in one. @throws Fault wrong-credentials, too-many-attempts */
export async function signInWithPasskey(response: unknown): Promise<void> {
  await enter(await signInByPasskey(response, { requestId: newRequestId(), address: await requestAddress() }))
}

/** Ends the session in the database and in the browser. In a server action only. */
export async function signOut(): Promise<void> {
  const jar = await cookies()
  const token = jar.get(sessionCookieName())?.value
  if (token) await endSession(token)
  jar.set(sessionCookieName(), '', { ...sessionCookieOptions(), maxAge: 0 })
}

/** A signed-in member, and the session that says so. */
export type CurrentSession = {
  readonly member: Member
  /** Opens the session: for what outlives the request, never for a page. */
  readonly token: string
  readonly session: SessionRow
}

/** The signed-in member with the session, or null. Looked up once in a request. */
export const currentSession: () => Promise<CurrentSession | null> = cache(async () => {
  const token = (await cookies()).get(sessionCookieName())?.value
  const opened = await openedBy(token)
  if (token === undefined || !opened) return null
  const from = { requestId: newRequestId(), address: await requestAddress() }
  return { member: { ...opened.member, from }, token, session: opened.session }
})

/** The signed-in member, or null. */
export async function currentMember(): Promise<Member | null> {
  return (await currentSession())?.member ?? null
}

/**
 * The signed-in member, for pages: visitors are sent to sign in.
 * @throws Fault forbidden where the member's role is below `role`
 */
export async function requireMember(role: Role = 'viewer'): Promise<Member> {
  const member = await currentMember()
  if (!member) {
    const path = (await headers()).get('x-path')
    redirect(path ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in')
  }
  if (!hasRole(member, role)) await recordRefused(member, role)
  requireRole(member, role)
  return member
}

/**
 * Passes where the signed-in person proved within ten minutes that it is them; signing in counts. For what cannot be
 * taken back: `confirmedAction` of lib/action.ts, and routes.
 * @throws Fault not-signed-in; confirm-first {passkey, password, code}: what they can prove it by
 */
export async function requireRecent(): Promise<void> {
  const { member, session } = await openSession()
  await checkRecent(member, session)
}

/**
 * The signed-in person proves again that it is them. In a server action only: the cookie gets another token.
 * @throws Fault not-signed-in, wrong-credentials, too-many-attempts
 */
export async function confirmRecent(proof: ConfirmProof): Promise<void> {
  const { member, session } = await openSession()
  const token = await confirmAgain(member, session, proof)
  const jar = await cookies()
  jar.set(sessionCookieName(), token, { ...sessionCookieOptions(), expires: session.expires })
}

async function openSession(): Promise<CurrentSession> {
  const open = await currentSession()
  if (open) return open
  throw new Fault('not-signed-in', 'Your session has ended. Sign in again; nothing was changed.')
}

/** Puts on record that a page was asked for that takes another role; for pages that say so themselves. */
export async function recordRefused(member: Member, required: Role): Promise<void> {
  await recordRefusal(member, (await headers()).get('x-path') ?? 'a page', required)
}

/** The client's network address, for `signIn` and `signUp`. */
export async function requestAddress(): Promise<string> {
  return clientAddress((await headers()).get('x-forwarded-for'))
}

/** How the record names this request. */
export async function requestOrigin(): Promise<RequestOrigin> {
  return { requestId: newRequestId(), address: await requestAddress() }
}

/** Whether the sign-up form is worth showing. */
export function canSignUp(): Promise<boolean> {
  return isSignUpOpen(env().signUp)
}

async function enter(member: Member): Promise<void> {
  const jar = await cookies()
  const name = sessionCookieName()
  const browser = { agent: (await headers()).get('user-agent') ?? '', address: await requestAddress() }
  const { token, expires } = await beginSession(member.userId, jar.get(name)?.value, browser)
  jar.set(name, token, { ...sessionCookieOptions(), expires })
  jar.set(browserCookieName(), browserMark(member.email), { ...sessionCookieOptions(), maxAge: YEAR_SECONDS })
}
