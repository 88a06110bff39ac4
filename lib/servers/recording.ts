// What is recorded of the arguments of a server's calls. Everyone may know it, for it is about what they send; an
// admin changes it, and erases what there is.
import type { Member } from '#lib/data/model.ts'
import * as rows from '#lib/data/recording.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'

/** @throws Fault not-found */
export async function getRecording(member: Member, serverId: string): Promise<rows.RecordingSetting> {
  requirePermission(member, 'servers.read')
  return rows.findRecording(member.organisation, serverId)
}

/**
 * More is recorded from calls within half a minute on, less from this moment on. What was recorded stays for as long as
 * it would have; a shorter time hides older values at once and deletes them soon.
 * @param change days: of values, at most as long as the organisation keeps its calls
 * @throws Fault forbidden, not-found, invalid-input
 */
export async function changeRecording(
  member: Member,
  serverId: string,
  change: { readonly mode?: rows.RecordingMode | undefined; readonly days?: number | undefined },
): Promise<rows.RecordingSetting> {
  requirePermission(member, 'servers.manage')
  const { callDays } = await rows.findRecording(member.organisation, serverId)
  const { mode, days } = change
  if (mode === undefined && days === undefined)
    throw new Fault('invalid-input', 'Nothing to change was given: what to record, or for how many days.')
  if (days !== undefined && (!Number.isInteger(days) || days < 1 || days > callDays))
    throw new Fault(
      'invalid-input',
      `Keep values for 1 to ${callDays} days: the calls themselves are kept for ${callDays}.`,
      { data: { field: 'days' } },
    )
  await rows.setRecording(member, serverId, {
    ...(mode !== undefined && { mode }),
    ...(days !== undefined && { days }),
  })
  return rows.findRecording(member.organisation, serverId)
}

/** All recorded values of a server, for good; its calls stay on record. @throws Fault forbidden, not-found */
export async function eraseValues(member: Member, serverId: string): Promise<void> {
  requirePermission(member, 'servers.manage')
  await rows.eraseValues(member, serverId)
}
