// Who tries without an account, and which addresses are read for them.
import type { Member } from '#lib/data/model.ts'
import { env, isLoopback } from '#lib/env.ts'
import { may } from '#lib/role.ts'

export type Visitor = {
  /** What `requestAddress` gave. */
  readonly address: string
  /** Where somebody is signed in. */
  readonly member: Member | null
}

/**
 * Whether servers in private networks are read for this visitor. An installation that allows them to its members does not
 * lend its network to strangers: they are read for whoever may register them, and for who sits at this very machine.
 */
export function mayReachPrivate({ address, member }: Visitor): boolean {
  const { allowPrivateUpstreams, appUrl } = env()
  if (!allowPrivateUpstreams) return false
  if (member !== null && may(member, 'servers.manage')) return true
  // An installation on a loopback origin serves browsers on its machine; behind a proxy it has another origin.
  const isHere = isLoopback(address) || address === LOOPBACK_NETWORK
  return isHere && isLoopback(new URL(appUrl).hostname)
}

/** `::1` as `clientAddress` tells it: the network that nobody else comes from. */
const LOOPBACK_NETWORK = '::/64'
