// What is known again when a person comes back from signing in: sealed, and bound to organisation and state.
import { createHash } from 'node:crypto'
import type { Member } from '#lib/data/model.ts'
import type { SignInMode } from '#lib/data/sign-ins.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { openText, sealText } from '#lib/seal.ts'
import type { OauthClient, Reach, SignIn } from '#lib/upstream/index.ts'

export type NewServerWanted = {
  readonly name: string
  readonly transport?: 'http' | 'sse'
  readonly headers: Readonly<Record<string, string>>
  /** A draft that waits for it. */
  readonly trial?: string
}
export type Departed = {
  readonly verifier: string
  readonly signIn: SignIn
  readonly client: OauthClient
  readonly mode: SignInMode
  /** An admin sets up how the server is signed in to; else it is one more person's own account. */
  readonly isSetUp: boolean
  readonly url: string
  /** The server is registered on the way back; null where it is there already. */
  readonly wanted: NewServerWanted | null
}

export function sealDeparted(member: Member, stateDigest: string, departed: Departed): Buffer {
  return sealText(env().secretKey, placeOf(member, stateDigest), JSON.stringify(departed))
}

/** @throws {Fault} internal */
export function openDeparted(member: Member, stateDigest: string, sealed: Uint8Array): Departed {
  try {
    return JSON.parse(openText(env().secretKey, placeOf(member, stateDigest), sealed)) as Departed
  } catch (cause) {
    throw new Fault('internal', 'This sign-in cannot be read again. Start it anew.', { cause })
  }
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** How this installation may connect. */
export function reachHere(): Reach {
  return { allowPrivate: env().allowPrivateUpstreams, appUrl: env().appUrl }
}

function placeOf(member: Member, stateDigest: string): readonly string[] {
  return [member.organisation.id, stateDigest, 'upstream.departure']
}
