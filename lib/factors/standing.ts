// What a member can prove themselves by, for their own page.
import * as rows from '#lib/data/factors/index.ts'
import type { Member } from '#lib/data/model.ts'

/** @throws never: a person who is gone has nothing */
export async function getFactors(member: Member): Promise<rows.Factors> {
  const found = await rows.findFactors(member.userId)
  return found ?? { hasPassword: false, hasPasskey: false, hasApp: false, recoveryCodes: 0 }
}
