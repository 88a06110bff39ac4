// Where somebody goes who has just brought a draft along.
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { type Claim, claimTrial } from '#lib/trials/index.ts'

/** Claims it, and names the page to look at. A draft that cannot be claimed costs nobody their account: a page says why. */
export async function addressOfClaim(member: Member, trialId: string): Promise<string> {
  try {
    return claimedAt(trialId, await claimTrial(member, trialId))
  } catch (error) {
    if (!(error instanceof Fault)) log.error({ err: error }, 'a draft was not claimed')
    return `/claim/${encodeURIComponent(trialId)}`
  }
}

/** The editor with the draft open, or the form that its server is registered by. */
export function claimedAt(trialId: string, { serverId }: Claim): string {
  return serverId === null
    ? `/servers/new?trial=${encodeURIComponent(trialId)}`
    : `/servers/${encodeURIComponent(serverId)}/policy`
}
