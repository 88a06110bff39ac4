// Passkeys (WebAuthn): what a browser is asked, and whether what its device signed answers that. Every challenge is
// kept as a digest and used once; the origin and the host are the installation's own, never what a request says.
import { randomBytes } from 'node:crypto'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import * as rows from '#lib/data/factors/index.ts'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { parseInput } from '#lib/input.ts'
import { log } from '#lib/log.ts'
import { Assertion, Attestation } from './responses.ts'

export type PasskeyCreation = Awaited<ReturnType<typeof generateRegistrationOptions>>
export type PasskeyRequest = Awaited<ReturnType<typeof generateAuthenticationOptions>>
export type PasskeyUse = 'sign-in' | 'second-step' | 'confirm'

// EdDSA, ES256, RS256: what every device there is can do one of.
const ALGORITHMS = [-8, -7, -257]

/** What the browser is to ask a device for, so that it makes a passkey of this member's. */
export async function passkeyCreation(member: Member): Promise<PasskeyCreation> {
  const known = await rows.listPasskeys(member.userId)
  const options = await generateRegistrationOptions({
    rpName: 'Portcullis',
    rpID: host(),
    userName: member.email,
    userID: Uint8Array.from(Buffer.from(member.userId)),
    challenge: Uint8Array.from(randomBytes(32)),
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    // Whoever holds the device also unlocks it: a passkey is two factors, or it is not taken.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
  await rows.keepChallenge('add-passkey', options.challenge, member.userId)
  return options
}

/**
 * The passkey that a device made for this member.
 * @throws Fault invalid-input, wrong-credentials
 */
export async function verifyCreation(
  member: Member,
  response: unknown,
): Promise<Omit<Parameters<typeof rows.insertPasskey>[1], 'name'>> {
  const attested = parseInput(Attestation, response)
  const verified = await verifyRegistrationResponse({
    response: attested,
    expectedChallenge: (challenge) => rows.takeChallenge('add-passkey', challenge, member.userId),
    expectedOrigin: env().appUrl,
    expectedRPID: host(),
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(refuse)
  if (!verified.verified) throw wrongPasskey()
  const { credential, credentialBackedUp } = verified.registrationInfo
  return {
    id: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports ?? [],
    isSynced: credentialBackedUp,
  }
}

/**
 * What the browser is to ask a passkey for.
 * @param userId whose passkeys will do; null where the passkey tells who it is
 */
export async function passkeyRequest(use: PasskeyUse, userId: string | null): Promise<PasskeyRequest> {
  const known = userId === null ? [] : await rows.listPasskeys(userId)
  const options = await generateAuthenticationOptions({
    rpID: host(),
    challenge: Uint8Array.from(randomBytes(32)),
    allowCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    userVerification: 'required',
  })
  await rows.keepChallenge(use, options.challenge, userId)
  return options
}

/**
 * Whose passkey signed what was asked for this use.
 * @param userId who was asked; null where the passkey tells who it is
 * @throws Fault invalid-input, wrong-credentials: one answer for unknown, foreign, old and altered
 */
export async function verifyAssertion(
  use: PasskeyUse,
  userId: string | null,
  response: unknown,
): Promise<string> {
  const asserted = parseInput(Assertion, response)
  const passkey = await rows.findPasskey(asserted.id)
  if (!passkey || (userId !== null && passkey.userId !== userId)) throw wrongPasskey()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: asserted,
    expectedChallenge: (challenge) => rows.takeChallenge(use, challenge, userId),
    expectedOrigin: env().appUrl,
    expectedRPID: host(),
    credential: {
      id: passkey.id,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.counter,
      transports: [...passkey.transports],
    },
    requireUserVerification: true,
  }).catch(refuse)
  if (!verified || !(await rows.takeSignature(passkey.id, authenticationInfo.newCounter)))
    throw wrongPasskey()
  return passkey.userId
}

function host(): string {
  return new URL(env().appUrl).hostname
}

// The package says what was wrong by throwing: of use to whoever runs this, not to whoever tries.
function refuse(error: unknown): never {
  if (error instanceof Fault) throw error
  log.warn({ reason: error instanceof Error ? error.message : '' }, 'a passkey was refused')
  throw wrongPasskey()
}

function wrongPasskey(): Fault {
  return new Fault(
    'wrong-credentials',
    'This passkey could not be checked: it may have been removed, or the question was too old. Try again.',
  )
}
