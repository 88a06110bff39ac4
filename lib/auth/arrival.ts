// Between the password and the second step: a cookie of its own, which opens nothing.
import 'server-only'
import { cookies } from 'next/headers'
import type { Member } from '#lib/data/model.ts'
import {
  arrivalRequest,
  beginArrival,
  findArrival,
  type PasskeyRequest,
  proveSecondStep,
  type StepProof,
} from '#lib/factors/index.ts'
import { Fault } from '#lib/fault.ts'
import { newRequestId } from '#lib/request-id.ts'
import { isSecure, sessionCookieOptions } from './cookie.ts'

const SECONDS = 10 * 60

/** Notes in the browser that a person has shown to be them, as far as a password goes. In a server action or a route. */
export async function holdArrival(userId: string): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), await beginArrival(userId), { ...sessionCookieOptions(), maxAge: SECONDS })
}

/** By what the second step may be done; null where none is due. */
export async function pendingArrival(): Promise<{ readonly passkey: boolean; readonly app: boolean } | null> {
  const token = await arrivalToken()
  const factors = token === null ? null : await findArrival(token)
  return factors && { passkey: factors.hasPasskey, app: factors.hasApp }
}

/** What the browser is to ask a passkey for. @throws Fault not-signed-in */
export async function secondStepRequest(): Promise<PasskeyRequest> {
  return arrivalRequest(await requireToken())
}

/** @throws Fault not-signed-in, wrong-credentials, too-many-attempts */
export async function endArrival(proof: StepProof, address: string): Promise<Member> {
  const member = await proveSecondStep(await requireToken(), proof, { requestId: newRequestId(), address })
  const jar = await cookies()
  jar.set(cookieName(), '', { ...sessionCookieOptions(), maxAge: 0 })
  return member
}

async function requireToken(): Promise<string> {
  const token = await arrivalToken()
  if (token === null)
    throw new Fault('not-signed-in', 'This sign-in took too long. Begin again with your password.')
  return token
}

async function arrivalToken(): Promise<string | null> {
  return (await cookies()).get(cookieName())?.value ?? null
}

function cookieName(): string {
  return isSecure() ? '__Host-portcullis.arrival' : 'portcullis.arrival'
}
