'use client'

import { startAuthentication } from '@simplewebauthn/browser'
import type { ActionResult, FaultView } from '#components/ui/action.ts'

export type PasskeyQuestion = Parameters<typeof startAuthentication>[0]['optionsJSON']
export type PasskeyAnswer = Awaited<ReturnType<typeof startAuthentication>>

/** The person closed the browser's own dialog, or let it stand: there is nothing to say. */
export const GIVEN_UP = 'given-up'

const REFUSED: FaultView = {
  code: 'passkey-refused',
  message: 'The browser did not use a passkey here. Try again, or take another way.',
}

/** Fetches a question and has a passkey of this device answer it. Never throws. */
export async function askPasskey(
  question: (input: Record<string, never>) => Promise<ActionResult<PasskeyQuestion>>,
): Promise<ActionResult<PasskeyAnswer>> {
  try {
    const asked = await question({})
    if (!asked.ok) return asked
    return { ok: true, value: await startAuthentication({ optionsJSON: asked.value }) }
  } catch (error) {
    return { ok: false, fault: faultOf(error) }
  }
}

/** What to say of an error of the browser's passkeys. */
export function faultOf(error: unknown): FaultView {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError')
    return { code: GIVEN_UP, message: 'No passkey was used. Try again, or take another way.' }
  if (name === 'SecurityError')
    return {
      code: 'passkey-refused',
      message:
        'Passkeys work at the address this installation is known by, over https or on localhost. Open it there.',
    }
  if (name === 'InvalidStateError')
    return { code: 'in-use', message: 'This device has a passkey for your account already.' }
  return REFUSED
}
