// Recovery codes of a member: made with the first factor, and again on demand. Shown once.
import * as rows from '#lib/data/factors/index.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { newRecoveryCodes } from './recovery.ts'

/**
 * Ends the member's codes and makes ten new ones.
 * @throws Fault invalid-input where the account has no second step to recover from
 */
export async function renewRecoveryCodes(member: Member): Promise<string[]> {
  if (!(await rows.hasSecondStep(member.userId)))
    throw new Fault(
      'invalid-input',
      'Recovery codes stand in for a passkey or an authenticator app. Add one of them first.',
    )
  const codes = newRecoveryCodes(member.userId)
  await rows.replaceRecoveryCodes(
    member,
    codes.map(({ digest }) => digest),
  )
  return codes.map(({ text }) => text)
}

/** Codes for whoever has just got their first factor; null where they have some. */
export async function codesForFirst(member: Member): Promise<string[] | null> {
  const has = await rows.countRecoveryCodes(member.userId)
  return has > 0 ? null : renewRecoveryCodes(member)
}
